package import Diagnostics
internal import Support
internal import YAML

/// Why a mapper YAML could not be used.
package enum MapperConfigError: UserError, Equatable {
    /// A key that the typed view needs is missing or holds nothing usable.
    case unusable(key: Key, problem: String, location: SourceLocation)
    case badOption(name: String, value: String, expected: String)

    package var message: String {
        switch self {
        case .unusable(let key, let problem, _): "'\(key.rawValue)' \(problem)"
        case .badOption(let name, let value, let expected): "\(name) is '\(value)', expected \(expected)"
        }
    }

    package var fix: String? {
        switch self {
        case .unusable(_, _, let location): "list all problems: repvit-convert config lint \(location.path)"
        case .badOption: nil
        }
    }

    package var exitStatus: ExitStatus {
        if case .badOption = self { .usage } else { .failure }
    }

    package var location: SourceLocation? {
        switch self {
        case .unusable(_, _, let location): location
        case .badOption: nil
        }
    }
}
