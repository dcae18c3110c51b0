/// Spatial kernels whose output has the same variance for noise and for smooth images.
///
/// For inputs of variance 1 that is the sum of the squares of the taps if neighbors are independent, and the
/// square of their sum if neighbors are equal. Where the two agree, the statistics of a BatchNorm hold for
/// both, and errors do not grow over the depth of the network.
enum BalancedKernel {
    /// Adds to each run of `length` taps the constant, the smaller of two, that balances it.
    static func balance(_ taps: inout [Double], length: Int) {
        let n = Double(length)
        for start in stride(from: 0, to: taps.count, by: length) {
            var (sum, squares) = (0.0, 0.0)
            for index in start..<start + length {
                sum += taps[index]
                squares += taps[index] * taps[index]
            }
            // (sum + n d)^2 = squares + 2 d sum + n d^2, solved for d.
            let root = ((n - 1) * max(0, n * squares - sum * sum)).squareRoot()
            let constant = ((sum < 0 ? -root : root) - (n - 1) * sum) / (n * n - n)
            for index in start..<start + length { taps[index] += constant }
        }
    }

    /// Adds to all taps but the middle one the constant that balances the kernel after `center`, which is
    /// positive, has been added to the middle one.
    static func balance(_ taps: inout ArraySlice<Double>, centre: Double) {
        let middle = taps.startIndex + taps.count / 2
        let n = Double(taps.count - 1)
        let whole = taps[middle] + centre
        let mean = (taps.reduce(0, +) - taps[middle]) / n
        var squares = 0.0
        for index in taps.indices where index != middle {
            taps[index] -= mean
            squares += taps[index] * taps[index]
        }
        // 2 whole (n t) + (n t)^2 = squares + n t^2, solved for t.
        let constant = ((whole * whole * n * n + (n * n - n) * squares).squareRoot() - whole * n) / (n * n - n)
        for index in taps.indices where index != middle { taps[index] += constant }
    }
}
