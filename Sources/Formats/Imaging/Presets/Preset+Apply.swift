package import InputContract

extension Preset {
    /// The image in the size of the model's input, bit for bit as the preset's reference computes it.
    ///
    /// - Precondition: both sides are in ``ImageSize/sides``.
    package func apply(to image: RGBImage, size: ImageSize) -> RGBImage {
        precondition(
            ImageSize.sides.contains(size.height) && ImageSize.sides.contains(size.width), "the size is out of range")
        let placement = Placement(self, imageWidth: image.width, imageHeight: image.height, size: size)
        let columns = max(0, placement.left)..<min(placement.width, placement.left + size.width)
        let rows = max(0, placement.top)..<min(placement.height, placement.top + size.height)
        let part =
            switch kernel {
            case .pillowBicubic, .pillowBilinear:
                PillowResampling.resize(
                    image, filter: kernel == .pillowBicubic ? .bicubic : .bilinear,
                    width: placement.width, height: placement.height, columns: columns, rows: rows)
            case .openCVBilinear:
                OpenCVBilinear.resize(image, width: placement.width, height: placement.height)
                    .cropped(columns: columns, rows: rows)
            }
        guard part.width < size.width || part.height < size.height else { return part }
        return part.placed(on: size, left: max(0, -placement.left), top: max(0, -placement.top), fill: fill)
    }

    /// Decodes a file as the preset reads it, and applies the preset.
    ///
    /// - Throws: ``ImageError``.
    package func load(path: String, size: ImageSize) throws(ImageError) -> RGBImage {
        apply(to: try ImageDecoder.decode(path: path, options: decoding), size: size)
    }
}

extension RGBImage {
    /// A part of the image.
    func cropped(columns: Range<Int>, rows: Range<Int>) -> RGBImage {
        if columns == 0..<width && rows == 0..<height { return self }
        return RGBImage(width: columns.count, height: rows.count) { out in
            var target = 0
            for y in rows {
                let start = (y * width + columns.lowerBound) * 3
                target = copy(start..<start + columns.count * 3, to: out, at: target)
            }
        }
    }

    /// The image on a background of one gray value.
    func placed(on size: ImageSize, left: Int, top: Int, fill: UInt8) -> RGBImage {
        RGBImage(width: size.width, height: size.height) { out in
            out.initialize(repeating: fill)
            for y in 0..<height {
                _ = copy(y * width * 3..<(y + 1) * width * 3, to: out, at: ((top + y) * size.width + left) * 3)
            }
        }
    }

    /// Copies bytes and returns the offset after the copy.
    private func copy(_ source: Range<Int>, to out: UnsafeMutableBufferPointer<UInt8>, at target: Int) -> Int {
        pixels.withUnsafeBufferPointer { pixels in
            _ = UnsafeMutableBufferPointer(rebasing: out[target..<target + source.count])
                .update(fromContentsOf: pixels[source])
        }
        return target + source.count
    }
}
