internal import Diagnostics
internal import Support
internal import YAML

/// What a rule knows: the file, and its model if that is readable.
struct LintContext {
    let file: ConfigFile
    let surroundings: Surroundings
    /// `nil` if the model does not exist or is not looked at.
    let model: [ModelInput]?
    /// Other problems of the model.
    let modelProblems: [Finding]
    /// Why the model cannot be read, if it exists.
    let modelFailure: String?
    /// The number of values that lists must have.
    let inputCount: Int
    /// Where that comes from, for messages.
    let inputCountSource: String

    init(file: ConfigFile, surroundings: Surroundings) {
        self.file = file
        self.surroundings = surroundings
        var reading = ModelReading.unknown
        if let path = file.text(.onnxModel), path.hasSuffix(".onnx") {
            reading = surroundings.model(at: file.resolve(path))
        }
        switch reading {
        case .unknown: (model, modelProblems, modelFailure) = (nil, [], nil)
        case .known(let inputs, let problems): (model, modelProblems, modelFailure) = (inputs, problems, nil)
        case .unreadable(let reason): (model, modelProblems, modelFailure) = (nil, [], reason)
        }
        if let model {
            inputCount = model.count
            inputCountSource = "the model has \(model.count) input\(model.count == 1 ? "" : "s")"
        } else if let key = [Key.inputName, .inputTypeRt].first(where: { !file.list($0).isEmpty }) {
            inputCount = file.list(key).count
            inputCountSource = "'\(key.rawValue)' has \(inputCount)"
        } else {
            inputCount = 1
            inputCountSource = "the model is assumed to have one input"
        }
    }

    /// Whether the config's names say that its model is a RepViT, whose normalization and colors are known.
    var isRepViT: Bool { modelNames.contains { $0.lowercased().contains("repvit") } }

    /// `m0_9`, if the config's names say that its model is that variant of RepViT.
    var variant: String? {
        guard isRepViT else { return nil }
        return modelNames.lazy.compactMap { $0.firstMatch(of: /m[0-9]_[0-9]/).map { String($0.output) } }.first
    }

    private var modelNames: [String] {
        [file.text(.onnxModel).map(Path.name), file.text(.outputModelFilePrefix)].compactMap(\.self)
    }

    /// The names of the inputs in the order of the file's lists; `nil` if neither file nor model names them.
    var inputNames: [String]? {
        let names = file.list(.inputName).compactMap(\.self)
        if !names.isEmpty { return names }
        return model?.map(\.name)
    }

    /// The shape of an input: the file's, or else the model's.
    func shape(_ index: Int) -> [Int]? {
        let shapes = file.list(.inputShape)
        if !shapes.isEmpty {
            guard shapes.indices.contains(index), let text = shapes[index] else { return nil }
            return VendorText.shape(text)
        }
        guard let model else { return nil }
        let names = file.list(.inputName)
        guard names.indices.contains(index), let name = names[index] else {
            return model.indices.contains(index) ? model[index].shape : nil
        }
        return model.first { $0.name == name }?.shape
    }

    /// `input_type_rt` of an input under hb_mapper's internal name: NV12 of video range has its own.
    func runtimeType(_ index: Int) -> String? {
        guard let type = value(.inputTypeRt, index) else { return nil }
        return type == "nv12" && value(.inputSpaceAndRange, index) == "bt601_video" ? "yuv420sp_bt601_video" : type
    }

    /// One element of a list.
    func value(_ key: Key, _ index: Int) -> String? {
        let list = file.list(key)
        return list.indices.contains(index) ? list[index] : nil
    }

    /// `norm_type` of an input, or its default.
    func normType(_ index: Int) -> String? {
        file.list(.normType).isEmpty ? "no_preprocess" : value(.normType, index)
    }
}
