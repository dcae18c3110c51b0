package import Diagnostics
internal import Support
internal import Testing

/// What every rule of every command keeps to.
package enum RuleConventions {
    /// - Parameter folder: where the rule's file has to be, relative to the package.
    package static func check(_ rule: any Rule.Type, in folder: String) {
        let (name, descriptor) = (String(describing: rule), rule.descriptor)
        #expect(name.hasSuffix("Rule") && kebab(String(name.dropLast(4))) == descriptor.id, "\(name): \(descriptor.id)")
        let path = Path.join(Path.join(Package.folder, folder), name + ".swift")
        #expect(FileStatus(of: path) != .missing, "\(path) is missing")

        #expect(!descriptor.summary.hasSuffix(".") && descriptor.summary.count <= 78, "\(descriptor.summary)")
        for text in [descriptor.reason, descriptor.fix] {
            #expect(text.hasSuffix(".") && !text.contains("\n"), "\(descriptor.id): \(text)")
        }
        #expect(!descriptor.example.isEmpty)
    }

    /// `NV12Range` is `nv12-range`: a word begins at a capital after a small letter, and at the last of several capitals
    /// before a small letter.
    static func kebab(_ name: String) -> String {
        let letters = Array(name)
        var result = ""
        for (index, letter) in letters.enumerated() {
            let previous = index > 0 ? letters[index - 1] : nil
            let next = index + 1 < letters.count ? letters[index + 1] : nil
            let isStart = previous?.isLowercase == true || previous != nil && next?.isLowercase == true
            if letter.isUppercase, isStart { result += "-" }
            result += letter.lowercased()
        }
        return result
    }
}
