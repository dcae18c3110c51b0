/// A convolution or linear layer with every BatchNorm and parallel branch folded in.
public struct FusedLayer: Sendable, Equatable {
    /// `[output, input / groups, kernel, kernel]`, or `[output, input]` for a linear layer.
    public var shape: [Int]
    /// Row-major.
    public var weight: [Float]
    /// One for each output.
    public var bias: [Float]
}
