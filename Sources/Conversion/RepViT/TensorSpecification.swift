/// The name and shape that a tensor must have.
struct TensorSpecification: Sendable, Hashable {
    var name: String
    var shape: [Int]
}

extension Architecture {
    /// Every float tensor of timm's state dictionary for this network, in the order of the layers.
    func tensorSpecifications(head: ClassifierHead) -> [TensorSpecification] {
        var list = TensorList()
        list.append(stemFirst)
        list.append(stemSecond)
        for stage in stages {
            if let downsample = stage.downsample {
                list.append(downsample.block)
                list.append(downsample.spatial)
                list.append(downsample.channel)
                list.append(downsample.feedForward)
            }
            for block in stage.blocks { list.append(block) }
        }
        for scope in head.scopes {
            list.appendBatchNorm("\(scope).bn", channels: features)
            list.append("\(scope).l.weight", [head.classes, features])
            list.append("\(scope).l.bias", [head.classes])
        }
        return list.specifications
    }
}

private struct TensorList {
    var specifications: [TensorSpecification] = []

    mutating func append(_ name: String, _ shape: [Int]) {
        specifications.append(TensorSpecification(name: name, shape: shape))
    }

    mutating func appendBatchNorm(_ scope: String, channels: Int) {
        for part in BatchNormPart.allCases { append("\(scope).\(part.rawValue)", [channels]) }
    }

    mutating func append(_ layer: Architecture.ConvNorm) {
        append("\(layer.scope).c.weight", layer.weightShape)
        appendBatchNorm("\(layer.scope).bn", channels: layer.outputChannels)
    }

    mutating func append(_ mixer: Architecture.ChannelMixer) {
        append(mixer.expand)
        append(mixer.project)
    }

    mutating func append(_ block: Architecture.Block) {
        let mixer = block.tokenMixer
        append(mixer.convolution)
        append("\(mixer.scope).conv1.weight", [mixer.channels, 1, 1, 1])
        append("\(mixer.scope).conv1.bias", [mixer.channels])
        appendBatchNorm("\(mixer.scope).bn", channels: mixer.channels)
        if let gate = block.squeezeExcite {
            append("\(gate.scope).fc1.weight", [gate.reducedChannels, gate.channels, 1, 1])
            append("\(gate.scope).fc1.bias", [gate.reducedChannels])
            append("\(gate.scope).fc2.weight", [gate.channels, gate.reducedChannels, 1, 1])
            append("\(gate.scope).fc2.bias", [gate.channels])
        }
        append(block.channelMixer)
    }
}

/// The four tensors of a BatchNorm that has been trained.
enum BatchNormPart: String, CaseIterable {
    case weight
    case bias
    case runningMean = "running_mean"
    case runningVariance = "running_var"
}
