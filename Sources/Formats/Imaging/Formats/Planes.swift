internal import CResampler

/// One row after another of an image, taken apart into planes.
enum Planes {
    /// The image as `[3, height, width]` floats.
    static func floats(_ image: RGBImage) -> [Float] {
        let count = image.width * image.height
        return [Float](unsafeUninitializedCapacity: count * 3) { out, initialized in
            image.pixels.withUnsafeBufferPointer { planes_split_float($0.baseAddress, count, out.baseAddress) }
            initialized = count * 3
        }
    }

    /// The same as the bytes of a file, without a copy.
    static func floatBytes(_ image: RGBImage) -> [UInt8] {
        let count = image.width * image.height
        return [UInt8](unsafeUninitializedCapacity: count * 12) { out, initialized in
            // Memory of an array is aligned for any plain type.
            UnsafeMutableRawBufferPointer(out).withMemoryRebound(to: Float.self) { floats in
                image.pixels.withUnsafeBufferPointer { planes_split_float($0.baseAddress, count, floats.baseAddress) }
            }
            initialized = count * 12
        }
    }

    /// The image as `[3, height, width]` bytes.
    static func bytes(_ image: RGBImage) -> [UInt8] {
        let count = image.width * image.height
        return [UInt8](unsafeUninitializedCapacity: count * 3) { out, initialized in
            image.pixels.withUnsafeBufferPointer { planes_split($0.baseAddress, count, out.baseAddress) }
            initialized = count * 3
        }
    }

    /// Luma in full range of `count` pixels of interleaved RGB; `exactly` is asked for the pixels whose exact luma ends
    /// in one half.
    static func lumaFull(
        _ pixels: UnsafePointer<UInt8>, count: Int, to out: UnsafeMutablePointer<UInt8>, exactly: (Int) -> UInt8
    ) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: block * 4) { scratch in
            guard let planes = scratch.baseAddress else { return }
            let ties = planes + block * 3
            for start in stride(from: 0, to: count, by: block) {
                let length = min(block, count - start)
                planes_split(pixels + start * 3, length, planes)
                guard planes_luma_full(planes, length, out + start, ties) > 0 else { continue }
                for index in 0..<length where ties[index] != 0 { out[start + index] = exactly(start + index) }
            }
        }
    }

    /// Luma in video range of `count` pixels of interleaved RGB.
    static func lumaVideo(_ pixels: UnsafePointer<UInt8>, count: Int, to out: UnsafeMutablePointer<UInt8>) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: block * 3) { planes in
            for start in stride(from: 0, to: count, by: block) {
                let length = min(block, count - start)
                planes_split(pixels + start * 3, length, planes.baseAddress)
                planes_luma_video(planes.baseAddress, length, out + start)
            }
        }
    }

    /// Pixels handled at once: the planes stay in the processor's nearest cache.
    private static let block = 2048
}
