package import Imaging

/// The format of the samples, found from their bytes alone.
package struct FoundFormat: Sendable, Hashable {
    /// The element type.
    package enum Element: String, Sendable, Hashable, Codable {
        case float32
        case float64
        case uint8

        var bytes: Int {
            switch self {
            case .float32: 4
            case .float64: 8
            case .uint8: 1
            }
        }
    }

    package enum Kind: Sendable, Hashable {
        /// 1 or 3 channels.
        case tensor(channels: Int)
        case nv12
    }

    package var element: Element
    /// `nil` if the sizes fit no image.
    package var kind: Kind?
    package var width: Int
    package var height: Int
    /// `nil` if undetermined: noise, or a single channel.
    package var order: SampleFormat.Order?
    /// The size of the `.npy` header before the values.
    package var headerBytes: Int
    /// Values per sample.
    package var count: Int

    /// The positions of each channel's values.
    func places(order: SampleFormat.Order) -> [ChannelPlaces] {
        let plane = width * height
        switch kind {
        case .nv12:
            return [
                ChannelPlaces(start: 0, end: plane, step: 1), ChannelPlaces(start: plane, end: count, step: 2),
                ChannelPlaces(start: plane + 1, end: count, step: 2),
            ]
        case .tensor(let channels) where channels == 3:
            return (0..<3).map { channel in
                order == .chw
                    ? ChannelPlaces(start: channel * plane, end: (channel + 1) * plane, step: 1)
                    : ChannelPlaces(start: channel, end: count, step: 3)
            }
        default: return [ChannelPlaces(start: 0, end: count, step: 1)]
        }
    }

    /// The values of a sample as floats.
    func values(_ bytes: UnsafeRawBufferPointer) -> [Float] {
        let available = max(0, (bytes.count - headerBytes) / element.bytes)
        let count = min(count, available)
        return [Float](unsafeUninitializedCapacity: count) { out, initialized in
            switch element {
            case .uint8: for index in 0..<count { out[index] = Float(bytes[headerBytes + index]) }
            case .float32:
                for index in 0..<count {
                    out[index] = bytes.loadUnaligned(fromByteOffset: headerBytes + index * 4, as: Float.self)
                }
            case .float64:
                for index in 0..<count {
                    out[index] = Float(bytes.loadUnaligned(fromByteOffset: headerBytes + index * 8, as: Double.self))
                }
            }
            initialized = count
        }
    }
}
