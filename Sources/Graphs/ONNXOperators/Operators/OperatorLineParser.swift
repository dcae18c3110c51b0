internal import ONNX

/// Parses what the operator table says of one operator in one opset.
package struct OperatorLineParser {
    package let sets: [TypeSet]

    /// `A:T/5,?B:T/5 C:T/5|1|3 alpha:f !axis:i`
    package func schema(_ line: Slice<OperatorTable.Text>, since opset: Int) -> OperatorSchema {
        let words = line.split(separator: UInt8(ascii: " "))
        let outputs = words[1].split(separator: UInt8(ascii: "|"))
        var schema = OperatorSchema(
            since: opset, inputs: operands(words[0]), outputs: operands(outputs[0]), attributes: [:])
        if outputs.count > 1 { schema.outputCounts = outputs.dropFirst().map(Self.number) }
        for word in words.dropFirst(2) {
            if word.elementsEqual("+".utf8) {
                schema.allowsOtherAttributes = true
                continue
            }
            let isRequired = word.first == UInt8(ascii: "!")
            guard let letter = word.last, let kind = Self.kinds[letter] else { Self.fail() }
            schema.attributes[Self.text(word.dropFirst(isRequired ? 1 : 0).dropLast(2))] = OperatorAttribute(
                kind: kind, isRequired: isRequired)
        }
        return schema
    }

    /// Separated by commas; `-` is none.
    private func operands(_ text: Slice<OperatorTable.Text>) -> [OperatorSchema.Operand] {
        if text.elementsEqual("-".utf8) { return [] }
        return text.split(separator: UInt8(ascii: ",")).map(operand)
    }

    /// `[?|*n][~]name:variable/set`
    private func operand(_ text: Slice<OperatorTable.Text>) -> OperatorSchema.Operand {
        var rest = text
        var option = OperatorSchema.Operand.Option.single
        if rest.first == UInt8(ascii: "?") {
            option = .optional
            rest = rest.dropFirst()
        } else if rest.first == UInt8(ascii: "*") {
            rest = rest.dropFirst()
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            option = .variadic(minimum: Self.number(digits))
            rest = rest.dropFirst(digits.count)
        }
        let isHomogeneous = rest.first != UInt8(ascii: "~")
        if !isHomogeneous { rest = rest.dropFirst() }
        guard let colon = rest.firstIndex(of: UInt8(ascii: ":")), let slash = rest.lastIndex(of: UInt8(ascii: "/"))
        else { Self.fail() }
        let variable = Self.text(rest[(colon + 1)..<slash])
        return OperatorSchema.Operand(
            name: Self.text(rest[..<colon]), option: option, variable: variable == "=" ? nil : variable,
            isHomogeneous: isHomogeneous, types: sets[Self.number(rest[(slash + 1)...])])
    }

    private static func text(_ bytes: Slice<OperatorTable.Text>) -> String { String(decoding: bytes, as: UTF8.self) }

    package static func number(_ bytes: Slice<OperatorTable.Text>) -> Int {
        guard let number = Int(text(bytes)) else { fail() }
        return number
    }

    private static func fail() -> Never { preconditionFailure("a line of the operator table is broken") }

    private static let kinds: [UInt8: AttributeKind] = Dictionary(
        uniqueKeysWithValues: zip(
            "fistgFISTGpPyY".utf8,
            [
                .float, .integer, .string, .tensor, .graph, .floats, .integers, .strings, .tensors, .graphs,
                .sparseTensor, .sparseTensors, .type, .types,
            ] as [AttributeKind]))
}
