package import ONNX

extension Variant {
    /// Whether a model has the weights of this variant, fused or not: every token and channel mixer by its shape.
    ///
    /// Squeeze-excites and the classifier do not count: exporters write them in many forms, and the number of classes
    /// is free.
    package func isNetwork(of model: Model) -> Bool {
        var shapes: [[Int]: Int] = [:]
        for tensor in model.graph.initializers { shapes[tensor.shape, default: 0] += 1 }
        return mixerShapes.allSatisfy { shape, count in shapes[shape, default: 0] >= count }
    }

    /// How often each weight shape occurs in the mixers.
    private var mixerShapes: [[Int]: Int] {
        var shapes: [[Int]: Int] = [:]
        func count(_ layers: Architecture.ConvNorm...) {
            for layer in layers { shapes[layer.weightShape, default: 0] += 1 }
        }
        func count(_ block: Architecture.Block) {
            count(block.tokenMixer.convolution, block.channelMixer.expand, block.channelMixer.project)
        }
        for stage in Architecture(self).stages {
            if let downsample = stage.downsample {
                count(downsample.block)
                count(
                    downsample.spatial, downsample.channel, downsample.feedForward.expand,
                    downsample.feedForward.project)
            }
            stage.blocks.forEach { count($0) }
        }
        return shapes
    }
}
