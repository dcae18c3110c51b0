internal import Diagnostics
internal import Support
internal import YAML

/// The float model: a name that hb_mapper takes, and a file that is there.
///
/// Where the whole folder is missing, the model has probably not been made yet (a fresh checkout): that is a
/// warning. Where only the file is missing, it is an error.
enum ModelFile: Rule {
    static let description = RuleDescription("model-file", .error, "onnx_model names an .onnx file that exists")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        guard let setting = file[.onnxModel], let text = setting.text, !text.isEmpty else { return }
        let path = file.resolve(text)
        guard path.hasSuffix(".onnx") else {
            report.add(.noONNX(text), at: setting.mark)
            return
        }
        switch context.surroundings.status(of: path) {
        case .file:
            if let problem = context.modelFailure { report.add(.unreadable(problem), at: setting.mark) }
            if let model = context.model, model.isEmpty { report.add(.noInputs, at: setting.mark) }
        case .missing:
            let severity: Severity = Folder.exists(Path.folder(path)) ? .error : .warning
            report.add(.missing(path), at: setting.mark, severity: severity)
        case .folder, .other: report.add(.noFile(path), at: setting.mark)
        }
    }
}

extension LintMessage {
    fileprivate static func noONNX(_ path: String) -> Self {
        Self("'onnx_model' is '\(path)', which does not end in .onnx", fix: "name the .onnx file")
    }

    fileprivate static func missing(_ path: String) -> Self {
        Self("'onnx_model' is not there: \(path)", fix: "make it with `repvit-convert export`, or check the path")
    }

    fileprivate static func unreadable(_ problem: String) -> Self {
        Self("'onnx_model' is no ONNX model: \(problem)", fix: "make it anew with `repvit-convert export`")
    }

    fileprivate static var noInputs: Self {
        Self("'onnx_model' names a model without inputs", fix: "make it anew with `repvit-convert export`")
    }

    fileprivate static func noFile(_ path: String) -> Self {
        Self("'onnx_model' is no file: \(path)", fix: "name the .onnx file")
    }
}
