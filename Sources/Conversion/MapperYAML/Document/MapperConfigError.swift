package import Diagnostics
internal import Support
internal import YAML

/// Why a mapper YAML could not be used.
package enum MapperConfigError: UserError, Equatable {
    /// A key that the typed view needs is missing or holds nothing usable.
    case unusable(key: Key, problem: String, location: SourceLocation)
    case badOption(name: String, value: String, expected: String)
    /// A `config.json` of a model that does not say what it should.
    case badPretrainedConfig(path: String, reason: String)

    package var message: String {
        switch self {
        case .unusable(let key, let problem, _): "'\(key.rawValue)' \(problem)"
        case .badOption(let name, let value, let expected): "\(name) is '\(value)', expected \(expected)"
        case .badPretrainedConfig(_, let reason): "cannot read the model's input from this file: \(reason)"
        }
    }

    package var fix: String? {
        switch self {
        case .unusable(_, _, let location): "list all problems: repvit-convert config lint \(location.path)"
        case .badOption: nil
        case .badPretrainedConfig: "pass the config.json published with the model's weights"
        }
    }

    package var exitStatus: ExitStatus {
        if case .badOption = self { .usage } else { .failure }
    }

    package var location: SourceLocation? {
        switch self {
        case .unusable(_, _, let location): location
        case .badOption: nil
        case .badPretrainedConfig(let path, _): SourceLocation(path: path)
        }
    }
}

extension MapperConfigError {
    /// A whole file.
    ///
    /// - Throws: `FileError`.
    static func bytes(of path: String) throws -> [UInt8] {
        try ByteView(contentsOf: path).elements(as: UInt8.self)
    }
}
