package import CompiledModel
internal import InputContract
internal import Reporting

/// What `inspect` prints about a compiled model.
package struct BinReport: Encodable {
    package struct Port: Encodable {
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
    package struct Parameter: Encodable {
        let name: String
        let value: String
    }

    package init(_ model: BinModel, sha256: String) {
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

    package var text: String {
        var facts = Table(.left("property"), .left("value"))
        facts.append("name", name)
        facts.append("SHA-256", sha256)
        facts.append("march", march ?? "not recorded")
        for port in inputs { facts.append("input", port.text) }
        if let inputType {
            facts.append("runtime input", inputType + (nv12Range.map { ", \($0) range" } ?? ""))
        }
        for port in outputs { facts.append("output", port.text) }
        facts.append("output scales", outputScales == 1 ? "one for all channels" : "\(outputScales), one per channel")
        facts.append("on the CPU", cpuOperators.joined(separator: ", "))
        facts.append("BPU program", "\(Figure.grouped(programBytes)) bytes")
        var build = Table(.left("build parameter"), .left("value"))
        for parameter in parameters where !parameter.value.allSatisfy({ $0 == ";" || $0 == " " }) {
            build.append(parameter.name, parameter.value)
        }
        return facts.render() + "\n" + build.render() + "\n"
    }
}
