import ArgumentParser
package import ConversionPipeline

extension PreparationOptions.Weights: ExpressibleByArgument {
    package init?(argument: String) {
        switch argument {
        case "": return nil
        case "hub": self = .hub
        case "seeded": self = .seeded
        default: self = .file(argument)
        }
    }
}
