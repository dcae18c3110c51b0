/// What a generated configuration is for.
package enum Profile: String, Sendable, Hashable, CaseIterable {
    /// One image as soon as possible.
    case latency
    /// As many images a second as possible: four a run.
    case throughput
    /// The search for ranges that loses least, at the price of a longer build.
    case accuracy

    /// Images a run. Measured on m0_9 at O3: 4 a run give 1,231 FPS where single runs give 932; 8 give 1,251.
    package var batch: Int { self == .throughput ? 4 : 1 }

    /// How ranges are found.
    ///
    /// Measured on m0_9 with images fed in the right range (200 images, corner view, float 0.776): `max` and `kl`
    /// both give 0.768. `max` is the quickest; `default` chooses between methods by the first sample alone, so
    /// that one image decides; `kl` looks at the whole distribution.
    package var calibrationType: String { self == .accuracy ? "kl" : "max" }
}
