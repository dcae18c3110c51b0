public import Diagnostics
public import FileSupport
public import YAMLDocument

/// Why a mapper YAML could not be used.
public enum MapperConfigError: UserError, Equatable {
    case file(FileError)
    case yaml(YAMLError)
    /// A key that the typed view needs is missing or holds nothing usable.
    case unusable(key: Key, problem: String, location: SourceLocation)
    case badOption(name: String, value: String, expected: String)
    /// A change of a file that cannot be made in place.
    case edit(YAMLEditError)
    /// A baseline that is none.
    case badBaseline(path: String)
    /// A `config.json` of a model that does not say what it should.
    case badPretrainedConfig(path: String, reason: String)

    init(_ error: YAMLError) {
        if case .file(let error) = error { self = .file(error) } else { self = .yaml(error) }
    }

    public var message: String {
        switch self {
        case .file(let error): error.message
        case .yaml(let error): error.message
        case .unusable(let key, let problem, _): "'\(key.rawValue)' \(problem)"
        case .badOption(let name, let value, let expected): "\(name) is '\(value)', expected \(expected)"
        case .edit(let error): error.message
        case .badBaseline: "this is no baseline of `config lint`"
        case .badPretrainedConfig(_, let reason): "this says nothing of the model's input: \(reason)"
        }
    }

    public var fix: String? {
        switch self {
        case .file(let error): error.fix
        case .yaml(let error): error.fix
        case .unusable(_, _, let location): "see all that is wrong: repvit-convert config lint \(location.path)"
        case .badOption: nil
        case .edit(let error): error.fix
        case .badPretrainedConfig: "name the config.json that lies beside the model's weights"
        case .badBaseline(let path): "write it anew: repvit-convert config lint --write-baseline \(path)"
        }
    }

    public var exitStatus: ExitStatus {
        if case .badOption = self { .usage } else { .failure }
    }

    public var location: SourceLocation? {
        switch self {
        case .file(let error): error.location
        case .yaml(let error): error.location
        case .unusable(_, _, let location): location
        case .badOption: nil
        case .edit(let error): error.location
        case .badBaseline(let path), .badPretrainedConfig(let path, _): SourceLocation(path: path)
        }
    }

    /// As ``YAMLError/description`` for YAML errors, with the line and a caret.
    public var description: String {
        if case .yaml(let error) = self { return error.description }
        let place = location.map { "\($0): " } ?? ""
        return "\(place)error: \(message)" + (fix.map { "\n  fix: \($0)" } ?? "")
    }
}

extension MapperConfigError {
    /// A whole file.
    ///
    /// - Throws: ``MapperConfigError`` `.file`.
    static func bytes(of path: String) throws(MapperConfigError) -> [UInt8] {
        do throws(FileError) {
            return try ByteView(contentsOf: path).elements(as: UInt8.self)
        } catch {
            throw .file(error)
        }
    }
}
