using System.Globalization;
using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>Gives a product another barcode.</summary>
public sealed class ChangeBarcode(BodegaDb db, Trail trail, TimeProvider clock)
{
    /// <summary>The code of a product that brings none: <c>PRD000012</c>.</summary>
    public static string CodeFor(long productId) => string.Create(CultureInfo.InvariantCulture, $"PRD{productId:000000}");

    /// <summary>Sets the barcode.</summary>
    /// <returns>The barcode; refused when there is no such product or another one has it.</returns>
    public async Task<Outcome<string>> RunAsync(long productId, string barcode, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var product = await db.Products.FirstOrDefaultAsync(p => p.Id == productId && p.SoldBy == SoldBy.Unit, ct);
        if (product is null) return CatalogFaults.UnknownProduct;
        if (product.Barcode == barcode) return barcode;
        trail.Add(AuditActions.Update, AuditEntities.Product, productId, details: new JsonObject { ["old_barcode"] = product.Barcode, ["barcode"] = barcode });
        (product.Barcode, product.UpdatedAt) = (barcode, clock.GetNow());
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return CatalogFaults.BarcodeTaken;
        }
        await work.CommitAsync(ct);
        return barcode;
    }
}
