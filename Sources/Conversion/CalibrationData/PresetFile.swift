package import Diagnostics
internal import Imaging
internal import Support
internal import YAML
package import InputContract

/// A preset of the user's own, in a YAML file:
///
///     name: my-camera          # for manifests
///     decode: pillow           # or opencv; default pillow
///     orientation: false       # whether the EXIF orientation counts; default: as the decoder has it
///     resize: short-side       # or stretch, fit
///     crop_fraction: 0.95      # for short-side: the short side becomes floor(size / crop_fraction)
///     kernel: pillow-bicubic   # or pillow-bilinear, opencv-bilinear
///     fill: 127                # the gray of what the image does not cover; default 0
package enum PresetFile {
    /// - Throws: ``PresetError``.
    package static func read(_ path: String) throws -> Preset {
        let document: YAMLDocument
        do {
            document = try YAMLDocument(contentsOf: path, limits: YAMLDocument.Limits(bytes: 1 << 16))
        } catch {
            throw PresetError.yaml(description: error.message, location: error.location, fix: error.fix)
        }
        return try Reader(path: path, document: document).preset()
    }
}

/// Why a preset cannot be used.
package enum PresetError: UserError, Equatable {
    case yaml(description: String, location: SourceLocation?, fix: String?)
    case unknown(name: String)
    case badKey(key: String, location: SourceLocation, known: [String])
    case missing(key: String, path: String)
    case badValue(key: String, problem: String, location: SourceLocation)

    package var location: SourceLocation? {
        switch self {
        case .yaml(_, let location, _): location
        case .unknown: nil
        case .badKey(_, let location, _), .badValue(_, _, let location): location
        case .missing(_, let path): SourceLocation(path: path)
        }
    }

    package var message: String {
        switch self {
        case .yaml(let description, _, _): description
        case .unknown(let name): "'\(name)' is not a preset or a file"
        case .badKey(let key, _, _): "a preset has no setting '\(key)'"
        case .missing(let key, _): "key '\(key)' is missing"
        case .badValue(let key, let problem, _): "'\(key)' \(problem)"
        }
    }

    package var exitStatus: ExitStatus {
        if case .unknown = self { .usage } else { .failure }
    }

    package var fix: String? {
        switch self {
        case .yaml(_, _, let fix): fix
        case .unknown:
            "use one of \(Preset.all.map(\.identifier).joined(separator: ", ")), or the path of a YAML file"
        case .badKey(_, _, let known): "the settings are \(known.joined(separator: ", "))"
        case .missing(let key, _): key == "resize" ? "resize is short-side, stretch or fit" : "add a line '\(key): ...'"
        case .badValue: nil
        }
    }
}

extension Preset {
    /// The preset with this name, or the one in the YAML file with this path.
    ///
    /// - Throws: ``PresetError``.
    package init(nameOrPath text: String) throws {
        if let preset = Preset.named(text) {
            self = preset
        } else if case .missing = FileStatus(of: text) {
            throw PresetError.unknown(name: text)
        } else {
            self = try PresetFile.read(text)
        }
    }
}

private struct Reader {
    let path: String
    let document: YAMLDocument
    private static let keys = ["name", "decode", "orientation", "resize", "crop_fraction", "kernel", "fill"]

    func preset() throws -> Preset {
        guard let mapping = document.root.mapping else {
            throw PresetError.badValue(
                key: "preset", problem: "is not a mapping of settings", location: place(document.root))
        }
        for entry in mapping.entries where !Self.keys.contains(entry.key.scalar?.text ?? "") {
            throw PresetError.badKey(key: entry.key.scalar?.text ?? "?", location: place(entry.key), known: Self.keys)
        }
        if let twice = mapping.duplicates().first {
            throw PresetError.badValue(
                key: twice.later.key.scalar?.text ?? "?", problem: "is there twice", location: place(twice.later.key))
        }
        let name = try word("name", mapping) ?? Path.stem(path)
        guard !name.isEmpty, name.utf8.count <= 64, Preset.named(name) == nil else {
            throw PresetError.badValue(
                key: "name", problem: "is empty, too long, or that of a built-in preset",
                location: mapping["name"].map(place) ?? SourceLocation(path: path))
        }
        let style = try choice("decode", mapping, DecodingOptions.Style.init) ?? .pillow
        let orientation = try flag("orientation", mapping) ?? (style == .openCV)
        guard let kernel = try choice("kernel", mapping, Self.kernel) else {
            throw PresetError.missing(key: "kernel", path: path)
        }
        return Preset(
            identifier: name, decoding: DecodingOptions(style: style, appliesOrientation: orientation),
            sizing: try sizing(mapping), kernel: kernel, fill: try fill(mapping))
    }

    private func sizing(_ mapping: Mapping) throws -> Preset.Sizing {
        guard let node = mapping["resize"] else { throw PresetError.missing(key: "resize", path: path) }
        let fraction = mapping["crop_fraction"]
        if let fraction, node.string != "short-side" {
            throw PresetError.badValue(
                key: "crop_fraction", problem: "is for 'resize: short-side' alone", location: place(fraction))
        }
        switch node.string {
        case "stretch": return .stretch
        case "fit": return .fit
        case "short-side":
            guard let fraction else { throw PresetError.missing(key: "crop_fraction", path: path) }
            let value: Double? =
                switch fraction.scalar?.value {
                case .float(let value): value
                case .integer(let value): Double(value)
                default: nil
                }
            guard let value, Preset.cropFractions.contains(value) else {
                throw PresetError.badValue(
                    key: "crop_fraction", problem: "is not a number from 0.05 to 1", location: place(fraction))
            }
            return .shortSide(cropFraction: value)
        default:
            throw PresetError.badValue(
                key: "resize", problem: "is not short-side, stretch or fit", location: place(node))
        }
    }

    private func fill(_ mapping: Mapping) throws -> UInt8 {
        guard let node = mapping["fill"] else { return 0 }
        guard case .integer(let value)? = node.scalar?.value, let fill = UInt8(exactly: value) else {
            throw PresetError.badValue(key: "fill", problem: "is not a number from 0 to 255", location: place(node))
        }
        return fill
    }

    private static func kernel(_ name: String) -> Preset.Kernel? {
        switch name {
        case "pillow-bicubic": .pillowBicubic
        case "pillow-bilinear": .pillowBilinear
        case "opencv-bilinear": .openCVBilinear
        default: nil
        }
    }

    private func word(_ key: String, _ mapping: Mapping) throws -> String? {
        guard let node = mapping[key] else { return nil }
        guard let text = node.string else {
            throw PresetError.badValue(key: key, problem: "is not text", location: place(node))
        }
        return text
    }

    private func choice<Value>(
        _ key: String, _ mapping: Mapping, _ value: (String) -> Value?
    ) throws -> Value? {
        guard let text = try word(key, mapping), let node = mapping[key] else { return nil }
        guard let chosen = value(text) else {
            throw PresetError.badValue(
                key: key, problem: "is '\(text)', which is none of its values", location: place(node))
        }
        return chosen
    }

    private func flag(_ key: String, _ mapping: Mapping) throws -> Bool? {
        guard let node = mapping[key] else { return nil }
        guard case .boolean(let value)? = node.scalar?.value else {
            throw PresetError.badValue(key: key, problem: "is not true or false", location: place(node))
        }
        return value
    }

    private func place(_ node: Node) -> SourceLocation {
        SourceLocation(path: path, line: node.start.line, column: node.start.column)
    }
}
