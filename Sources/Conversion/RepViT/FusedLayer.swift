/// A convolution or linear layer with every BatchNorm and parallel branch folded in.
package struct FusedLayer: Sendable, Equatable {
    /// `[output, input / groups, kernel, kernel]`, or `[output, input]` for a linear layer.
    package var shape: [Int]
    /// Row-major.
    package var weight: [Float]
    /// One for each output.
    package var bias: [Float]
}
