/// What the vendor measured of a network on the board, next to hb_perf's estimate for the same network.
package struct PublishedSpeed: Sendable, Hashable {
    package let network: String
    /// hb_perf's estimate of a run on one core.
    package let estimatedMicroseconds: Double
    /// Measured with one thread.
    package let latencyMilliseconds: Double
    /// Measured with four threads.
    package let framesPerSecond: Double

    /// The networks of `published-speeds.tsv`, which names its sources, fastest first.
    package static let all: [PublishedSpeed] = {
        let lines = String(decoding: PackageResources.published_speeds_tsv, as: UTF8.self).split(separator: "\n")
        return lines.filter { !$0.hasPrefix("#") }.dropFirst().map { line in
            let fields = line.split(separator: "\t")
            guard fields.count == 4, let estimate = Double(fields[1]), let latency = Double(fields[2]),
                let rate = Double(fields[3])
            else { preconditionFailure("the built-in table is well-formed") }
            return PublishedSpeed(
                network: String(fields[0]), estimatedMicroseconds: estimate, latencyMilliseconds: latency,
                framesPerSecond: rate)
        }
    }()
}
