/// Folds a trained RepViT into the form that is run: one convolution where training had several branches.
///
/// All arithmetic is in double precision, rounded once to float32 at the end.
struct Reparameterization {
    /// torch's default, which timm keeps.
    static let batchNormEpsilon = 1e-5

    let weights: RepViTWeights

    /// `y = scale * x + shift`, one pair a channel: what a trained BatchNorm does.
    private struct Affine {
        var scale: [Double]
        var shift: [Double]
    }

    private func batchNorm(_ scope: String) -> Affine {
        let gamma = weights.doubles("\(scope).\(BatchNormPart.weight.rawValue)")
        let beta = weights.doubles("\(scope).\(BatchNormPart.bias.rawValue)")
        let mean = weights.doubles("\(scope).\(BatchNormPart.runningMean.rawValue)")
        let variance = weights.doubles("\(scope).\(BatchNormPart.runningVariance.rawValue)")
        var affine = Affine(scale: gamma, shift: beta)
        for channel in gamma.indices {
            let scale = gamma[channel] / (variance[channel] + Self.batchNormEpsilon).squareRoot()
            affine.scale[channel] = scale
            affine.shift[channel] = beta[channel] - mean[channel] * scale
        }
        return affine
    }

    /// A convolution and the BatchNorm behind it.
    func fuse(_ layer: Architecture.ConvNorm) throws -> FusedLayer {
        let normalization = batchNorm("\(layer.scope).bn")
        var weight = weights.doubles("\(layer.scope).c.weight")
        Self.scaleRows(&weight, by: normalization.scale)
        return try rounded(layer.scope, layer.weightShape, weight, normalization.shift)
    }

    /// `BN(BN3x3(conv3x3(x)) + conv1x1(x) + x)` as one depthwise 3x3 convolution: the 1x1 convolution and the
    /// identity only touch the centre of the kernel.
    func fuse(_ mixer: Architecture.TokenMixer) throws -> FusedLayer {
        let convolution = mixer.convolution
        let inner = batchNorm("\(convolution.scope).bn")
        let outer = batchNorm("\(mixer.scope).bn")
        let pointWeight = weights.doubles("\(mixer.scope).conv1.weight")
        let pointBias = weights.doubles("\(mixer.scope).conv1.bias")
        var weight = weights.doubles("\(convolution.scope).c.weight")
        Self.scaleRows(&weight, by: inner.scale)
        var bias = inner.shift
        let taps = convolution.kernel * convolution.kernel
        for channel in bias.indices {
            weight[channel * taps + taps / 2] += pointWeight[channel] + 1
            bias[channel] = (bias[channel] + pointBias[channel]) * outer.scale[channel] + outer.shift[channel]
        }
        Self.scaleRows(&weight, by: outer.scale)
        return try rounded(mixer.scope, convolution.weightShape, weight, bias)
    }

    /// A 1x1 convolution of a squeeze-excite: it has a bias already and nothing to fold.
    func convolution(_ scope: String, from input: Int, to output: Int) throws -> FusedLayer {
        try rounded(
            scope, [output, input, 1, 1], weights.doubles("\(scope).weight"), weights.doubles("\(scope).bias"))
    }

    /// The mean of the heads, each a BatchNorm before a linear layer, as one linear layer.
    func classifier(features: Int) throws -> FusedLayer {
        let classes = weights.head.classes
        var weight = [Double](repeating: 0, count: classes * features)
        var bias = [Double](repeating: 0, count: classes)
        let share = 1 / Double(weights.head.scopes.count)
        for scope in weights.head.scopes {
            let normalization = batchNorm("\(scope).bn")
            let headWeight = weights.doubles("\(scope).l.weight")
            let headBias = weights.doubles("\(scope).l.bias")
            for row in 0..<classes {
                var sum = headBias[row]
                for column in 0..<features {
                    let value = headWeight[row * features + column]
                    sum += value * normalization.shift[column]
                    weight[row * features + column] += share * value * normalization.scale[column]
                }
                bias[row] += share * sum
            }
        }
        return try rounded("head", [classes, features], weight, bias)
    }

    private static func scaleRows(_ weight: inout [Double], by scale: [Double]) {
        let length = weight.count / max(1, scale.count)
        weight.withUnsafeMutableBufferPointer { weight in
            for row in scale.indices {
                let factor = scale[row]
                for index in row * length..<(row + 1) * length { weight[index] *= factor }
            }
        }
    }

    private func rounded(
        _ layer: String, _ shape: [Int], _ weight: [Double], _ bias: [Double]
    ) throws -> FusedLayer {
        guard let weight = Self.floats(weight), let bias = Self.floats(bias) else {
            throw RepViTError.wrongWeights(source: weights.source, problem: .overflow(layer: layer))
        }
        return FusedLayer(shape: shape, weight: weight, bias: bias)
    }

    /// Rounds to float32; `nil` if a number is beyond its range.
    private static func floats(_ values: [Double]) -> [Float]? {
        var isFinite = true
        let floats = [Float](unsafeUninitializedCapacity: values.count) { buffer, initialized in
            values.withUnsafeBufferPointer { values in
                for index in 0..<values.count {
                    let value = Float(values[index])
                    isFinite = isFinite && value - value == 0
                    buffer.initializeElement(at: index, to: value)
                }
            }
            initialized = values.count
        }
        return isFinite ? floats : nil
    }
}
