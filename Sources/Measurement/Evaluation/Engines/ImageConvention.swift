package import InputContract

/// What a float network expects of an image: the size, the order of channels, and how pixels of 0...255 are normalized.
package struct ImageConvention: Sendable, Hashable {
    /// Where the model leaves it open.
    package var size: ImageSize
    package var order: InputPort.ChannelOrder
    package var normalization: Normalization

    package init(
        size: ImageSize = ImageSize(square: 224), order: InputPort.ChannelOrder = .rgb,
        normalization: Normalization = .imageNet
    ) {
        self.size = size
        self.order = order
        self.normalization = normalization
    }

    /// An input of this shape: an image if it has the channels of one, else a feature map.
    func port(named name: String, shape: [Int]) -> InputPort {
        let channels = order == .gray ? 1 : 3
        let isImage = shape.count == 4 && shape[1] == channels && min(shape[2], shape[3]) > 3
        return InputPort(name: name, content: isImage ? .normalized(order, normalization) : .featureMap, shape: shape)
    }
}
