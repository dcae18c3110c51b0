internal import Diagnostics
internal import YAML

/// An input of the float model, as its graph says: `[1, 3, 224, 224]`, 0 for a dynamic size.
package struct ModelInput: Sendable, Hashable {
    package var name: String
    package var shape: [Int]

    package init(name: String, shape: [Int]) {
        self.name = name
        self.shape = shape
    }
}

/// What a rule knows: the file, and the model behind it if it could be read.
struct LintContext {
    let file: ConfigFile
    let surroundings: Surroundings
    /// `nil` if the model is not there, or nobody asked it.
    let model: [ModelInput]?
    /// What else is wrong with the model.
    let modelProblems: [Finding]
    /// Why the model cannot be read, if it is there.
    let modelFailure: String?
    /// How many inputs the lists must have.
    let inputCount: Int
    /// What says so: `the model` or a key.
    let inputCountSource: String

    init(file: ConfigFile, surroundings: Surroundings) {
        self.file = file
        self.surroundings = surroundings
        var reading = Linter.ModelReading.unknown
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
            inputCountSource = "there is one input"
        }
    }

    /// The names of the inputs in the order of the file's lists; `nil` where neither file nor model says.
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

    /// `input_type_rt` of an input as the rest of hb_mapper sees it: NV12 of video range has a name of its own.
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
