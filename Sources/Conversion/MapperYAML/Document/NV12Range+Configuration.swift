package import InputContract

extension NV12Range {
    /// The value of `input_space_and_range` in a mapper YAML.
    package var inputSpaceAndRange: String {
        switch self {
        case .full: "regular"
        case .video: "bt601_video"
        }
    }

    /// From the value in a mapper YAML.
    package init?(inputSpaceAndRange word: String) {
        switch word {
        case "regular": self = .full
        case "bt601_video": self = .video
        default: return nil
        }
    }
}
