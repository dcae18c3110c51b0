package import Safetensors
internal import Support

/// Untrained weights made from a seed, in the layout in which weights are trained.
///
/// They serve where no trained weights are at hand: the network computes nothing useful, and everything else is
/// as with trained ones. Every BatchNorm gets the statistics that its input is predicted to have, layer by layer
/// (``ChannelStatistics``), so that activations keep a deviation near 1 to the end of the deepest variant and
/// no channel is dead.
///
/// Uniform distributions throughout: they need no logarithm or cosine, which differ between machines.
package struct SeededWeights {
    private let seed: UInt64
    private let head: ClassifierHead
    private var tensors: [WeightTensor] = []
    /// Of the value that the next layer gets.
    private var flow = ChannelStatistics.normalizedImage

    /// The share of a feature's variance that is left after the mean over height and width: it lies between
    /// noise (0.001 to 0.02) and photographs (0.1 to 0.3, measured).
    private static let pooledVariance = 0.1

    /// The weights of a variant, under timm's names.
    ///
    /// - Throws: ``RepViTError/classCount(_:)``.
    package static func tensors(
        _ variant: Variant, head: ClassifierHead, seed: UInt64
    ) throws -> [WeightTensor] {
        guard (1...ClassifierHead.maximumClasses).contains(head.classes) else {
            throw RepViTError.classCount(head.classes)
        }
        var maker = SeededWeights(seed: seed, head: head)
        maker.makeAll(Architecture(variant))
        return maker.tensors
    }

    private init(seed: UInt64, head: ClassifierHead) {
        self.seed = seed
        self.head = head
    }

    private mutating func makeAll(_ architecture: Architecture) {
        convolution(architecture.stemFirst, scale: 0.8...1.2, shift: -0.2...0.2)
        flow = flow.afterGELU()
        convolution(architecture.stemSecond, scale: 0.8...1.2, shift: -0.2...0.2)
        for stage in architecture.stages {
            if let downsample = stage.downsample {
                block(downsample.block)
                convolution(downsample.spatial, scale: 0.8...1.2, shift: -0.2...0.2)
                convolution(downsample.channel, scale: 0.8...1.2, shift: -0.2...0.2)
                residual(downsample.feedForward)
            }
            for layer in stage.blocks { block(layer) }
        }
        for scope in head.scopes { classifier(scope, features: architecture.features) }
    }

    private mutating func block(_ layer: Architecture.Block) {
        tokenMixer(layer.tokenMixer)
        if let gate = layer.squeezeExcite { squeezeExcite(gate) }
        residual(layer.channelMixer)
    }

    // MARK: Layers

    private mutating func convolution(
        _ layer: Architecture.ConvNorm, scale: ClosedRange<Double>, shift: ClosedRange<Double>
    ) {
        let taps = layer.kernel * layer.kernel
        let inputs = layer.inputChannels / layer.groups
        // He initialization: a variance of 2 / fan-in, and a uniform distribution has a third of its bound squared.
        let bound = (6 / Double(inputs * taps)).squareRoot()
        var values = draw("\(layer.scope).c.weight", layer.weightShape.reduce(1, *), -bound...bound)
        // The colors of a pixel are as alike as neighboring pixels are, so the first kernels include them.
        let isFirst = layer.inputChannels == 3
        if taps > 1 { BalancedKernel.balance(&values, length: isFirst ? inputs * taps : taps) }
        let weight = append("\(layer.scope).c.weight", layer.weightShape, values)
        flow = flow.afterConvolution(
            weight: weight, outputs: layer.outputChannels, groups: layer.groups, taps: taps)
        batchNorm("\(layer.scope).bn", scale: scale, shift: shift)
    }

    /// Normalizes ``flow`` with random scales.
    private mutating func batchNorm(_ scope: String, scale: ClosedRange<Double>, shift: ClosedRange<Double>) {
        let gamma = draw("\(scope).\(BatchNormPart.weight.rawValue)", flow.mean.count, scale)
        _ = batchNorm(scope, scale: gamma, shift: shift)
    }

    /// Normalizes ``flow`` and returns the shifts.
    private mutating func batchNorm(_ scope: String, scale: [Double], shift: ClosedRange<Double>) -> [Float] {
        let channels = flow.mean.count
        let gamma = append("\(scope).\(BatchNormPart.weight.rawValue)", [channels], scale)
        let beta = append("\(scope).\(BatchNormPart.bias.rawValue)", [channels], shift)
        append("\(scope).\(BatchNormPart.runningMean.rawValue)", [channels], flow.mean)
        append("\(scope).\(BatchNormPart.runningVariance.rawValue)", [channels], flow.variance)
        flow.mean = beta.map { Double($0) }
        flow.variance = gamma.map { Double($0) * Double($0) }
        return beta
    }

    /// The three branches see the same input, so their kernels add up; it is their sum that is balanced.
    private mutating func tokenMixer(_ mixer: Architecture.TokenMixer) {
        let layer = mixer.convolution
        let taps = layer.kernel * layer.kernel
        let input = flow
        let point = append("\(mixer.scope).conv1.weight", [mixer.channels, 1, 1, 1], -0.5...0.5)
        let pointBias = append("\(mixer.scope).conv1.bias", [mixer.channels], -0.1...0.1)

        // What the 3x3 branch contributes; weaker than the identity, or errors add up over the depth.
        var branch = draw("\(layer.scope).c.weight", mixer.channels * taps, -0.2...0.2)
        for channel in 0..<mixer.channels {
            BalancedKernel.balance(
                &branch[channel * taps..<(channel + 1) * taps], centre: Double(point[channel]) + 1)
        }
        // The branch is kept as a wider kernel, and a BatchNorm that undoes the widening.
        var stream = SplitMix64(seed: seed, stream: "\(layer.scope).widening")
        let widening = (0..<mixer.channels).map { _ in stream.uniform(2, 4) }
        let weight = append(
            "\(layer.scope).c.weight", layer.weightShape, branch.indices.map { branch[$0] * widening[$0 / taps] })
        flow = flow.afterConvolution(
            weight: weight, outputs: mixer.channels, groups: mixer.channels, taps: taps)
        let gamma = zip(flow.variance, widening).map { variance, widening in
            (variance + TrainingGraph.batchNormEpsilon).squareRoot() / widening
        }
        let mean = flow.mean
        let shift = batchNorm("\(layer.scope).bn", scale: gamma, shift: -0.1...0.1)

        for channel in 0..<mixer.channels {
            var kernel = Array(branch[channel * taps..<(channel + 1) * taps])
            kernel[taps / 2] += Double(point[channel]) + 1
            flow.mean[channel] =
                kernel.reduce(0, +) * input.mean[channel] - mean[channel] / widening[channel]
                + Double(shift[channel]) + Double(pointBias[channel])
            flow.variance[channel] = input.variance[channel] * kernel.reduce(0) { $0 + $1 * $1 }
        }
        batchNorm("\(mixer.scope).bn", scale: 0.8...1.2, shift: -0.2...0.2)
    }

    private mutating func squeezeExcite(_ gate: Architecture.SqueezeExcite) {
        let firstBound = (12 / Double(gate.channels)).squareRoot()
        let first = append(
            "\(gate.scope).fc1.weight", [gate.reducedChannels, gate.channels, 1, 1], -firstBound...firstBound)
        // Centers what is the same for all images, so that ReLU passes about half of what differs.
        let centre = flow.afterConvolution(weight: first, outputs: gate.reducedChannels, groups: 1, taps: 1).mean
        var stream = SplitMix64(seed: seed, stream: "\(gate.scope).fc1.bias")
        append(
            "\(gate.scope).fc1.bias", [gate.reducedChannels], centre.map { stream.uniform(0, 0.5) - $0 })

        let secondBound = (3 / Double(gate.reducedChannels)).squareRoot()
        append(
            "\(gate.scope).fc2.weight", [gate.channels, gate.reducedChannels, 1, 1], -secondBound...secondBound)
        let bias = append("\(gate.scope).fc2.bias", [gate.channels], 0.5...1.5)
        // The tangent of the sigmoid at 1.
        flow = flow.scaled(by: bias.map { 0.7311 + 0.1966 * (Double($0) - 1) })
    }

    private mutating func residual(_ mixer: Architecture.ChannelMixer) {
        let input = flow
        convolution(mixer.expand, scale: 0.8...1.2, shift: -0.2...0.2)
        flow = flow.afterGELU()
        // Weaker than the identity next to it, as in a trained network.
        convolution(mixer.project, scale: 0.3...0.7, shift: -0.1...0.1)
        flow = input + flow
    }

    private mutating func classifier(_ scope: String, features: Int) {
        let pooled = flow
        flow.variance = flow.variance.map { $0 * Self.pooledVariance }
        batchNorm("\(scope).bn", scale: 0.8...1.2, shift: -0.2...0.2)
        // Logits with a deviation of about 2 for each head.
        let bound = (12 / Double(features)).squareRoot()
        append("\(scope).l.weight", [head.classes, features], -bound...bound)
        append("\(scope).l.bias", [head.classes], -0.1...0.1)
        flow = pooled
    }

    // MARK: Tensors

    private func draw(_ name: String, _ count: Int, _ range: ClosedRange<Double>) -> [Double] {
        var stream = SplitMix64(seed: seed, stream: name)
        return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count {
                buffer.initializeElement(at: index, to: stream.uniform(range.lowerBound, range.upperBound))
            }
            initialized = count
        }
    }

    @discardableResult
    private mutating func append(_ name: String, _ shape: [Int], _ range: ClosedRange<Double>) -> [Float] {
        append(name, shape, draw(name, shape.reduce(1, *), range))
    }

    @discardableResult
    private mutating func append(_ name: String, _ shape: [Int], _ values: [Double]) -> [Float] {
        let floats = values.map { Float($0) }
        tensors.append(WeightTensor(name: name, shape: shape, floats: floats))
        return floats
    }
}

extension RepViTWeights {
    /// Untrained weights made from a seed; see ``SeededWeights``.
    ///
    /// Their ``sha256`` is that of the file that ``SafetensorsWriter`` would make of them.
    /// - Throws: ``RepViTError/classCount(_:)``.
    package init(
        seed: UInt64, variant: Variant, head: ClassifierHead = ClassifierHead(classes: 1000, isDistilled: true)
    ) throws {
        let tensors = try SeededWeights.tensors(variant, head: head, seed: seed)
        try self.init(
            tensors: tensors, variant: variant, source: "seed \(seed)",
            sha256: SafetensorsWriter.sha256(of: tensors))
    }
}
