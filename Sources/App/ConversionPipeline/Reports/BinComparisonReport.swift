package import CompiledModel
internal import Reporting

/// What `compare` prints about two compiled models.
package struct BinComparisonReport: Encodable {
    struct Difference: Encodable {
        let property: String
        let first: String
        let second: String

        init(_ difference: BinComparison.Difference) {
            property = difference.property
            first = difference.first
            second = difference.second
        }
    }

    let schemaVersion = 1
    let first: String
    let second: String
    let same: Bool
    /// `identical`, `stamps` (equal but for the names of temporary folders), `different`.
    let program: String
    let differentBytes: Int
    let differences: [Difference]
    /// Paths and names that do not count.
    let provenance: [Difference]

    package init(_ comparison: BinComparison, first: String, second: String) {
        self.first = first
        self.second = second
        same = comparison.isSame
        program = comparison.program.rawValue
        differentBytes = comparison.differentBytes
        differences = comparison.differences.map(Difference.init)
        provenance = comparison.provenance.map(Difference.init)
    }

    package var text: String {
        var table = Table(.left("property"), .left(first), .left(second))
        for difference in differences + provenance {
            table.append(difference.property, difference.first, difference.second)
        }
        let verdict =
            switch program {
            case BinComparison.Program.identical.rawValue: "the BPU programs are identical"
            case BinComparison.Program.stamps.rawValue:
                "the BPU programs differ only in the name of the compiler's temporary folder"
            default: "\(Figure.grouped(differentBytes)) bytes of the BPU programs differ"
            }
        let rows = differences.isEmpty && provenance.isEmpty ? "" : table.render() + "\n"
        return rows + "\(verdict)\n\(same ? "the models are the same" : "the models differ")\n"
    }
}
