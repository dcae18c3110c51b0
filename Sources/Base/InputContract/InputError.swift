package import Diagnostics

/// Why an input cannot be specified that way.
package enum InputError: UserError, Equatable {
    /// A `config.json` that does not say what it should.
    case pretrainedConfig(path: String, reason: String)
    /// Values for pixels of 0...1 where those for 0...255 are expected.
    case unitRange(option: String, value: String, corrected: String)
    case invalid(option: String, value: String, expected: String)
    /// Two sources state different facts, neither of which can give way.
    case conflict(String, fix: String)

    package var message: String {
        switch self {
        case .pretrainedConfig(_, let reason): "cannot use this pretrained config: \(reason)"
        case .unitRange(let option, let value, _):
            "\(option) \(value) is for pixels of 0...1, expected values for pixels of 0...255"
        case .invalid(let option, let value, let expected): "invalid \(option) '\(value)': expected \(expected)"
        case .conflict(let message, _): message
        }
    }

    package var fix: String? {
        switch self {
        case .pretrainedConfig: "pass timm's config.json of the model, or --mean, --std, --crop and --input-size"
        case .unitRange(let option, _, let corrected): "use \(option) \(corrected)"
        case .invalid: nil
        case .conflict(_, let fix): fix
        }
    }

    package var location: SourceLocation? {
        if case .pretrainedConfig(let path, _) = self { SourceLocation(path: path) } else { nil }
    }

    package var exitStatus: ExitStatus {
        if case .pretrainedConfig = self { .failure } else { .usage }
    }
}
