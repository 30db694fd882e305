using System.Globalization;
using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>Codes that are made up for products: the category's prefix and the next number (Inventory contract, trade §3.9).</summary>
public sealed class ProductCodes(BodegaDb db)
{
    private const int LookedUpAtOnce = 64;

    /// <summary>Most digits of a number that counts; a code with more is no code of ours.</summary>
    private const int MostDigits = 15;

    /// <summary>A code: <c>HER-00001</c>.</summary>
    public static string Of(string prefix, long number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number:00000}");

    /// <summary>The number behind prefix and hyphen, wherever in a code they stand; 0 where there is none. What <see cref="DatabaseProvider.NumberInCode"/> is in SQL.</summary>
    public static long NumberIn(string code, string prefix)
    {
        var begin = code.IndexOf(prefix + "-", StringComparison.Ordinal);
        if (begin < 0) return 0;
        var digits = code.AsSpan(begin + prefix.Length + 1);
        var length = 0;
        while (length < digits.Length && length < MostDigits && char.IsAsciiDigit(digits[length])) length++;
        return length == 0 ? 0 : long.Parse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>The highest number among the codes of a category's products, disabled ones too; 0 where there is none.</summary>
    public async Task<long> HighestAsync(Category category, CancellationToken ct)
    {
        if (!category.Prefix.All(char.IsAsciiLetterOrDigit)) throw new InvalidOperationException("A prefix has letters and digits only."); // it goes into the statement
        var number = db.Provider.NumberInCode(category.Prefix).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
        var sql = $"SELECT coalesce(max({number}), 0) AS \"Value\" FROM products WHERE tenant_id = {{0}} AND category_id = {{1}} AND barcode IS NOT NULL";
        return (await db.Database.SqlQueryRaw<long>(sql, db.TenantId, category.Id).ToListAsync(ct))[0];
    }

    /// <summary>The next code of a category. One that a product of another category has is passed over.</summary>
    public async Task<string> NextAsync(Category category, CancellationToken ct)
    {
        for (var number = await HighestAsync(category, ct) + 1; ; number += LookedUpAtOnce)
        {
            var codes = Enumerable.Range(0, LookedUpAtOnce).Select(step => Of(category.Prefix, number + step)).ToList();
            var taken = await TakenAsync(codes, ct);
            if (codes.Find(code => !taken.Contains(code)) is { } free) return free;
        }
    }

    /// <summary>Which of some codes a product of the tenant has, whatever it is and wherever it belongs.</summary>
    internal async Task<HashSet<string>> TakenAsync(IReadOnlyCollection<string> codes, CancellationToken ct)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in codes.Chunk(BulkWrites.Chunk))
            taken.UnionWith(await db.Products.Where(product => some.Contains(product.Barcode)).Select(product => product.Barcode!).ToListAsync(ct)); // none of the given ones is null
        return taken;
    }
}
