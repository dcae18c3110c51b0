package import Diagnostics

/// Why a YAML text could not be changed in place.
package enum YAMLEditError: UserError, Equatable {
    case notUTF8(path: String)
    /// What was to hold the key is not a mapping.
    case notAMapping(YAMLError.Place)
    /// The value is used elsewhere, or comes from elsewhere.
    case shared(YAMLError.Place)
    case noSuchKey(path: String, key: String)
    /// A form that is not changed in place; the words say which.
    case unusualForm(YAMLError.Place, form: String)
    /// The changed text would not read back as it should.
    case wouldBreak(path: String, key: String)

    package var location: SourceLocation? {
        switch self {
        case .notUTF8(let path), .noSuchKey(let path, _), .wouldBreak(let path, _): SourceLocation(path: path)
        case .notAMapping(let place), .shared(let place), .unusualForm(let place, _):
            SourceLocation(path: place.path, line: place.mark.line, column: place.mark.column)
        }
    }

    package var message: String {
        switch self {
        case .notUTF8: "the file is not UTF-8, and is not changed in place"
        case .notAMapping: "this holds no keys"
        case .shared: "this is shared by an anchor, and changing it here would change other places too"
        case .noSuchKey(_, let key): "no key '\(key)'"
        case .unusualForm(_, let form): "\(form) is not changed in place"
        case .wouldBreak(_, let key): "the change of '\(key)' would not read back as it should"
        }
    }

    package var fix: String? {
        switch self {
        case .notUTF8: "save it as UTF-8"
        case .noSuchKey: nil
        case .notAMapping, .shared, .unusualForm, .wouldBreak: "change it with an editor"
        }
    }
}
