package import InputContract

/// Which part of a image a network is shown: the usual one, or one that it was not trained for.
///
/// A network that has memorized its images recognizes all of them in the center view; the others show what quantization
/// costs.
package enum View: String, Sendable, Hashable, CaseIterable {
    case center
    case corner
    case offCenter = "off-center"
    /// The whole image, without its aspect.
    case squash
}

extension Preset {
    /// The preset that cuts out another part; `nil` if this one does not cut at all.
    package func showing(_ view: View) -> Preset? {
        switch view {
        case .center: return self
        case .squash: return .squash
        case .corner, .offCenter:
            guard case .shortSide = sizing else { return nil }
            var preset = self
            preset.crop = view == .corner ? .corner : .offCenter
            return preset
        }
    }
}
