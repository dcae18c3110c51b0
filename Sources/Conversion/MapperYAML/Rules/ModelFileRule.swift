internal import Diagnostics
internal import Support
internal import YAML

/// The float model has a name that hb_mapper accepts, and exists.
///
/// If its whole directory is missing, the model has probably not been made yet (a fresh checkout): a warning. If only the
/// file is missing, an error.
enum ModelFileRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "model-file",
        summary: "onnx_model is an existing .onnx file",
        reason: "hb_mapper accepts files that end in .onnx, and reads them relative to the YAML.",
        fix: "Correct the path, or make the model first: `repvit-convert export VARIANT -o FILE` for a RepViT.",
        example: "onnx_model: model/repvit.pt")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        guard let setting = file[.onnxModel], let text = setting.text, !text.isEmpty else { return }
        let path = file.resolve(text)
        guard path.hasSuffix(".onnx") else {
            report.add(.notONNX(text), at: setting.mark)
            return
        }
        switch context.surroundings.status(of: path) {
        case .file:
            if let problem = context.modelFailure { report.add(.unreadable(problem), at: setting.mark) }
            if let model = context.model, model.isEmpty { report.add(.noInputs, at: setting.mark) }
        case .missing:
            let severity: Severity = Folder.exists(Path.folder(path)) ? .error : .warning
            report.add(.missing(path, context.variant), at: setting.mark, severity: severity)
        case .folder, .other: report.add(.notAFile(path), at: setting.mark)
        }
    }
}

extension LintMessage {
    fileprivate static func notONNX(_ path: String) -> Self {
        Self("onnx_model '\(path)' does not end in .onnx", fix: "name the .onnx file")
    }

    /// - Parameter variant: the RepViT that the config's names say it is, if they do.
    fileprivate static func missing(_ path: String, _ variant: String?) -> Self {
        Self(
            "onnx_model does not exist: \(path)",
            fix: variant.map { "run `repvit-convert export \($0) -o \(path)`, or check the path" } ?? "check the path")
    }

    fileprivate static func unreadable(_ problem: String) -> Self {
        Self("onnx_model is not an ONNX model: \(problem)", fix: "export the model again")
    }

    fileprivate static var noInputs: Self {
        Self("onnx_model has no inputs", fix: "export the model again")
    }

    fileprivate static func notAFile(_ path: String) -> Self {
        Self("onnx_model is not a file: \(path)", fix: "name the .onnx file")
    }
}
