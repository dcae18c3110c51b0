internal import ONNX

/// Scales and shifts of channels become weights.
extension EditableGraph {
    /// `scale * layer(x) + shift` as one layer. Whether that could be done.
    package mutating func foldIntoProducer(_ affine: AffineView) -> Bool {
        guard isUsedOnce(affine.input) else { return false }
        let maker = producer(of: affine.input)
        let changed: NodeID
        if let layer = ConvolutionView(self, maker), layer.outputChannels == affine.channels {
            changed = layer.id
            var weights = layer.weights(self)
            var bias = layer.bias(self)
            if layer.isTransposed {
                scaleTransposed(&weights, layer, by: affine.scale)
            } else {
                Self.scaleRows(&weights, by: affine.scale)
            }
            for channel in bias.indices {
                bias[channel] = bias[channel] * affine.scale[channel] + affine.shift[channel]
            }
            setWeights(of: layer.id, shape: layer.shape, weights, bias: bias)
        } else if let layer = GemmView(self, maker), layer.outputs == affine.channels {
            changed = layer.id
            var weights = layer.weights(self)
            var bias = layer.bias(self)
            Self.scaleRows(&weights, by: affine.scale)
            for row in bias.indices { bias[row] = bias[row] * affine.scale[row] + affine.shift[row] }
            setLinear(layer.id, outputs: layer.outputs, inputs: layer.inputs, weights, bias: bias)
        } else {
            return false
        }
        remove(affine.id)
        setOutput(of: changed, affine.output)
        return true
    }

    /// `layer(scale * x + shift)` as one layer, for every layer that uses it. Whether that could be done.
    package mutating func foldIntoConsumers(_ affine: AffineView) -> Bool {
        let users = consumers(of: affine.output)
        guard !users.isEmpty, !pinned.contains(affine.output) else { return false }
        for user in users {
            guard let node = self[user], node.inputs.filter({ $0 == affine.output }).count == 1 else { return false }
            if let layer = ConvolutionView(self, user) {
                // At the border the kernel sees zeros, which are not shifted.
                guard layer.input == affine.output, !layer.isTransposed, layer.inputChannels == affine.channels,
                    !affine.hasShift || !layer.isPadded
                else { return false }
            } else {
                guard let layer = GemmView(self, user), layer.input == affine.output, layer.inputs == affine.channels
                else { return false }
            }
        }
        for user in users { foldInput(affine, into: user) }
        remove(affine.id)
        return true
    }

    private mutating func foldInput(_ affine: AffineView, into user: NodeID) {
        if let layer = ConvolutionView(self, user) {
            var weights = layer.weights(self)
            var bias = layer.bias(self)
            let perGroup = layer.shape[1]
            let outputsPerGroup = layer.shape[0] / layer.groups
            for output in 0..<layer.shape[0] {
                for input in 0..<perGroup {
                    let channel = output / outputsPerGroup * perGroup + input
                    let start = (output * perGroup + input) * layer.taps
                    for index in start..<start + layer.taps {
                        bias[output] += weights[index] * affine.shift[channel]
                        weights[index] *= affine.scale[channel]
                    }
                }
            }
            setWeights(of: user, shape: layer.shape, weights, bias: bias) { $0.inputs[0] = affine.input }
        } else if let layer = GemmView(self, user) {
            var weights = layer.weights(self)
            var bias = layer.bias(self)
            for row in 0..<layer.outputs {
                for column in 0..<layer.inputs {
                    bias[row] += weights[row * layer.inputs + column] * affine.shift[column]
                    weights[row * layer.inputs + column] *= affine.scale[column]
                }
            }
            setLinear(user, outputs: layer.outputs, inputs: layer.inputs, weights, bias: bias)
            update(user) { $0.inputs[0] = affine.input }
        }
    }

    /// Multiplies what every user of a value sees by a number, through their weights. Whether all could take it.
    package mutating func scaleInputs(of value: String, by factor: Double) -> Bool {
        let users = consumers(of: value)
        guard !users.isEmpty, !pinned.contains(value) else { return false }
        let layers = users.map { (ConvolutionView(self, $0), GemmView(self, $0)) }
        guard layers.allSatisfy({ ($0?.input ?? $1?.input) == value }),
            users.allSatisfy({ self[$0]?.inputs.filter { $0 == value }.count == 1 })
        else { return false }
        for case let (convolution, linear) in layers {
            if let layer = convolution {
                let weights = layer.weights(self).map { $0 * factor }
                let name = addWeights("\(layer.name).weight", shape: layer.shape, weights)
                update(layer.id) { $0.inputs[1] = name }
            } else if let layer = linear {
                setLinear(
                    layer.id, outputs: layer.outputs, inputs: layer.inputs, layer.weights(self).map { $0 * factor },
                    bias: layer.bias(self))
            }
        }
        return true
    }

    package static func scaleRows(_ weights: inout [Double], by scale: [Double]) {
        let length = weights.count / max(1, scale.count)
        weights.withUnsafeMutableBufferPointer { weights in
            for row in scale.indices {
                let factor = scale[row]
                for index in row * length..<(row + 1) * length { weights[index] *= factor }
            }
        }
    }

    /// `[inputs, outputs / groups, height, width]`
    private func scaleTransposed(_ weights: inout [Double], _ layer: ConvolutionView, by scale: [Double]) {
        let inputsPerGroup = layer.shape[0] / layer.groups
        for input in 0..<layer.shape[0] {
            for output in 0..<layer.shape[1] {
                let factor = scale[input / inputsPerGroup * layer.shape[1] + output]
                let start = (input * layer.shape[1] + output) * layer.taps
                for index in start..<start + layer.taps { weights[index] *= factor }
            }
        }
    }
}
