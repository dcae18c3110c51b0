/// The product of sizes that a file states; `nil` if one is negative or the product does not fit.
package func checkedProduct(_ sizes: [Int]) -> Int? {
    var product = 1
    for size in sizes {
        let (next, overflow) = product.multipliedReportingOverflow(by: size)
        if overflow || size < 0 { return nil }
        product = next
    }
    return product
}
