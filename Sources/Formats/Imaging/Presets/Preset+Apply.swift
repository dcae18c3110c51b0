extension Preset {
    /// The side lengths that can be asked for.
    package static let sizes = 1...4096

    /// The image as `size` x `size` pixels, bit for bit as the preset's reference gives it.
    ///
    /// - Precondition: `size` is in ``sizes``.
    package func apply(to image: RGBImage, size: Int) -> RGBImage {
        precondition(Self.sizes.contains(size), "the size is out of range")
        let placement = Placement(self, imageWidth: image.width, imageHeight: image.height, size: size)
        let columns = max(0, placement.left)..<min(placement.width, placement.left + size)
        let rows = max(0, placement.top)..<min(placement.height, placement.top + size)
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
        guard part.width < size || part.height < size else { return part }
        return part.placed(onSquare: size, left: max(0, -placement.left), top: max(0, -placement.top), fill: fill)
    }

    /// Decodes a file as the preset reads it, and applies the preset.
    ///
    /// - Throws: ``ImageError``.
    package func load(path: String, size: Int) throws(ImageError) -> RGBImage {
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

    /// The image on a square of one gray value.
    func placed(onSquare size: Int, left: Int, top: Int, fill: UInt8) -> RGBImage {
        RGBImage(width: size, height: size) { out in
            out.initialize(repeating: fill)
            for y in 0..<height {
                _ = copy(y * width * 3..<(y + 1) * width * 3, to: out, at: ((top + y) * size + left) * 3)
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
