import CompiledModel
import InputContract
import Reporting
import VendorTools

/// `inspect --format json` of a `.bin`.
struct BinReport: Encodable {
    struct Port: Encodable {
        let name: String
        let shape: [Int]
        let elementType: String

        init(_ port: BinModel.Port) {
            name = port.name
            shape = port.shape
            elementType = port.elementType
        }

        var text: String { "\(name) \(elementType) [\(shape.map(String.init).joined(separator: ", "))]" }
    }

    let schemaVersion = 1
    let path: String
    let sha256: String
    let name: String
    let march: String?
    let inputType: String?
    let nv12Range: String?
    let inputs: [Port]
    let outputs: [Port]
    let outputScales: Int
    let cpuOperators: [String]
    let programBytes: Int
    let parameters: [Parameter]

    /// A pair rather than a key: the encoder would change the spelling of keys.
    struct Parameter: Encodable {
        let name: String
        let value: String
    }

    init(_ model: BinModel, sha256: String) {
        path = model.path
        self.sha256 = sha256
        name = model.name
        march = model.march
        inputType = model.inputType
        nv12Range = model.nv12Range?.rawValue
        inputs = model.inputs.map(Port.init)
        outputs = model.outputs.map(Port.init)
        outputScales = model.outputScales.count
        cpuOperators = model.cpuOperators
        programBytes = model.programSize
        parameters = model.parameters.sorted { $0.key < $1.key }.map { Parameter(name: $0.key, value: $0.value) }
    }

    var text: String {
        var facts = Table(.left("fact"), .left("value"))
        facts.append("name", name)
        facts.append("SHA-256", sha256)
        facts.append("march", march ?? "not recorded")
        for port in inputs { facts.append("input", port.text) }
        if let inputType {
            facts.append(
                "fed as", [inputType, nv12Range.map { "\($0) range" }].compactMap(\.self).joined(separator: ", "))
        }
        for port in outputs { facts.append("output", port.text) }
        facts.append("output scales", outputScales == 1 ? "one for all" : "\(outputScales), one a channel")
        facts.append("on the CPU", cpuOperators.joined(separator: ", "))
        facts.append("BPU program", "\(Figure.grouped(programBytes)) bytes")
        var build = Table(.left("build parameter"), .left("value"))
        for parameter in parameters where !parameter.value.allSatisfy({ $0 == ";" || $0 == " " }) {
            build.append(parameter.name, parameter.value)
        }
        return facts.render() + "\n" + build.render() + "\n"
    }
}
