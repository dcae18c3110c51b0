/// An image as interleaved bytes: `[height, width, 3]`, R G B, 0...255, top row first, no padding.
package struct RGBImage: Sendable, Hashable {
    package let width: Int
    package let height: Int
    /// `height * width * 3` bytes.
    package let pixels: [UInt8]

    /// - Precondition: `width` and `height` are positive and `pixels.count == width * height * 3`.
    package init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0 && pixels.count == width * height * 3, "pixels do not fit the size")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// An image that `fill` writes: it is lent `width * height * 3` uninitialized bytes and must set all of them.
    package init<Failure: Error>(
        width: Int, height: Int, fill: (UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        precondition(width > 0 && height > 0, "an image has at least one pixel")
        self.width = width
        self.height = height
        let count = width * height * 3
        // The initialiser of Array rethrows untyped, so the error is carried out by hand.
        var failure: Failure?
        pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            do throws(Failure) {
                try fill(UnsafeMutableBufferPointer(rebasing: buffer[0..<count]))
                initialized = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// The three bytes of one pixel.
    package subscript(x x: Int, y y: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
        let offset = (y * width + x) * 3
        return (pixels[offset], pixels[offset + 1], pixels[offset + 2])
    }
}
