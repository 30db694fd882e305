using System.Text.Json;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Ocha;

/// <summary>The menu (contract §5).</summary>
internal static class ProductEndpoints
{
    private const int ShortText = 300; // slug and name stand in an index, which takes no more
    private const int LongText = 100_000;

    public static void MapProducts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/products", ListAsync).Requires(OchaAccess.Anyone);
        routes.MapGet("/api/v1/products/{id}", GetAsync).Requires(OchaAccess.Anyone);
        routes.MapPost("/api/v1/products", CreateAsync).Requires(OchaAccess.Admin);
        routes.MapPatch("/api/v1/products/{id}", UpdateAsync).Requires(OchaAccess.Admin);
        routes.MapDelete("/api/v1/products/{id}", DeleteAsync).Requires(OchaAccess.Admin);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, BodegaDb db, CancellationToken ct)
    {
        var (page, limit) = request.Page();
        var items = db.MenuItems.AsNoTracking();
        if (request.Query["active"] == "true") items = items.Where(item => item.Product.IsActive);
        var total = await items.CountAsync(ct);
        var skip = OchaQuery.Skip(page, limit);
        var rows = skip >= total ? [] : await items.Include(item => item.Product).OrderBy(item => item.ProductId).Skip(skip).Take(limit).ToListAsync(ct);
        return OchaJson.Ok(new ProductPage("List of products", page, OchaQuery.Pages(total, limit), total, rows.ConvertAll(ProductBody.Of)), OchaWire.Wire.ProductPage);
    }

    private static async Task<IResult> GetAsync(string id, BodegaDb db, CancellationToken ct)
    {
        if (OchaQuery.Id(id) is not { } hex24) return OchaWords.InvalidId;
        var item = await db.MenuItems.AsNoTracking().Include(i => i.Product).FirstOrDefaultAsync(i => i.Hex24 == hex24, ct);
        return item is null ? OchaWords.Unknown("Product") : OchaJson.Ok(new ProductAnswer("Product found", ProductBody.Of(item)), OchaWire.Wire.ProductAnswer);
    }

    private static async Task<IResult> CreateAsync(OchaBody body, BodegaDb db, CreateMenuItem create, CancellationToken ct)
    {
        if (!(Cast.IsTruthy(body["slug"]) && Cast.IsTruthy(body["name"]) && Cast.IsTruthy(body["category"]) && Cast.IsTruthy(body["description"]) && Cast.IsTruthy(body["image"])
            && Cast.IsSent(body["basePriceCHF"])))
            return OchaJson.Refuse(400, "slug, name, category, description, basePriceCHF and image are required");
        var (slug, name) = (Cast.Text(body["slug"])?.Trim(), Cast.Text(body["name"])?.Trim());
        if (await db.MenuItems.AnyAsync(item => item.Slug == slug, ct)) return OchaJson.Refuse(409, "Slug already in use");
        if (await db.MenuItems.AnyAsync(item => item.Name == name, ct)) return OchaJson.Refuse(409, "Name already in use");

        var cast = new Cast("Product");
        var change = Read(body, cast);
        if (cast.Error is { } error) return OchaJson.Invalid(error);
        var created = await create.RunAsync(
            new NewMenuItem(
                change.Slug!, change.Name!, change.Category!, change.Description!, change.Price!.Value, change.IsActive ?? true, change.Image!, // all given, or cast has errors
                change.Sizes ?? "S,M,L", change.Extras ?? MenuExtras.Default),
            ct);
        return created.Succeeded(out var item, out var fault)
            ? OchaJson.Ok(new ProductAnswer("Product created", ProductBody.Of(item)), OchaWire.Wire.ProductAnswer, 201)
            : new FaultResult(fault);
    }

    private static async Task<IResult> UpdateAsync(string id, OchaBody body, BodegaDb db, UpdateMenuItem update, CancellationToken ct)
    {
        if (OchaQuery.Id(id) is not { } hex24) return OchaWords.InvalidId;
        if (await db.MenuItems.AsNoTracking().Include(i => i.Product).FirstOrDefaultAsync(i => i.Hex24 == hex24, ct) is not { } present) return OchaWords.Unknown("Product");
        var cast = new Cast("Product");
        var change = Read(body, cast, present);
        if (cast.Error is { } error) return OchaJson.Invalid(error);
        if (!(await update.RunAsync(hex24, change, ct)).Succeeded(out var productId, out var fault)) return new FaultResult(fault);
        var item = await db.MenuItems.AsNoTracking().Include(i => i.Product).FirstOrDefaultAsync(i => i.ProductId == productId, ct);
        return item is null ? OchaWords.Unknown("Product") : OchaJson.Ok(new ProductAnswer("Product updated", ProductBody.Of(item)), OchaWire.Wire.ProductAnswer);
    }

    private static async Task<IResult> DeleteAsync(string id, DeleteMenuItem delete, CancellationToken ct)
    {
        if (OchaQuery.Id(id) is not { } hex24) return OchaWords.InvalidId;
        return await delete.RunAsync(hex24, ct) is { } fault ? new FaultResult(fault) : TypedResults.NoContent();
    }

    // What was sent; a required field that was sent must be right, and for a new product each must be sent.
    private static MenuItemChange Read(OchaBody body, Cast cast, MenuItem? present = null)
    {
        var isNew = present is null;
        string? Text(string path, string missing, int most, bool trim = true) =>
            isNew || Cast.IsSent(body[path]) ? cast.Required(path, body[path], missing, most, trim) : null;

        var change = new MenuItemChange(
            Text("slug", "slug requis", ShortText), Text("name", "nom requis", ShortText), Text("category", "catégorie requise", ShortText),
            Text("description", "description requise", LongText), Price(body["basePriceCHF"], cast, isNew),
            body["isActive"].ValueKind switch
            {
                JsonValueKind.Undefined => null,
                JsonValueKind.Null => true, // the default (W20)
                _ => cast.Flag("isActive", body["isActive"]),
            },
            Text("image", "image requise", LongText, trim: false), Sizes(body["size"], cast), Extras(body["extra_chf"], cast));
        var (price, extras) = (change.Price ?? present?.Product.Price ?? Money.Zero, change.Extras ?? (present is null ? MenuExtras.Default : new(present.ExtraSmall, present.ExtraMedium, present.ExtraLarge)));
        foreach (var (size, extra) in new[] { ("S", extras.Small), ("M", extras.Medium), ("L", extras.Large) })
            if (extra is { } surcharge && price + surcharge < Money.Zero) cast.Refuse($"extra_chf.{size}", "the price would be less than 0");
        return change;
    }

    private static Money? Price(JsonElement value, Cast cast, bool isNew)
    {
        if (!isNew && !Cast.IsSent(value)) return null;
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)) return cast.Price("basePriceCHF", value);
        cast.Refuse("basePriceCHF", "prix de base requis");
        return Money.Zero;
    }

    private static string? Sizes(JsonElement value, Cast cast)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined:
                return null;
            case JsonValueKind.Null:
                return "S,M,L";
            case JsonValueKind.Array when value.GetArrayLength() > 100:
                cast.Refuse("size", "has more than 100 entries");
                return null;
        }
        var sizes = (value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value }).Select(size => Cast.Text(size) ?? "").ToList();
        for (var i = 0; i < sizes.Count; i++)
            if (sizes[i] is not ("S" or "M" or "L")) cast.Refuse($"size.{i}", $"`{sizes[i]}` is not a valid enum value for path `size.{i}`.");
        return string.Join(',', sizes);
    }

    private static MenuExtras? Extras(JsonElement value, Cast cast)
    {
        if (value.ValueKind == JsonValueKind.Undefined) return null;
        if (value.ValueKind == JsonValueKind.Null) return MenuExtras.Default;
        if (value.ValueKind != JsonValueKind.Object)
        {
            cast.Refuse("extra_chf", "Cast to Object failed for value at path \"extra_chf\"");
            return null;
        }
        foreach (var extra in value.EnumerateObject().Where(extra => extra.Name is not ("S" or "M" or "L"))) cast.Number($"extra_chf.{extra.Name}", extra.Value);
        return new MenuExtras(Extra("S"), Extra("M"), Extra("L"));

        Money? Extra(string size)
        {
            if (!value.TryGetProperty(size, out var given)) return null;
            if (cast.Number($"extra_chf.{size}", given) is not { } number) return null;
            if (Math.Abs(number) <= 1_000_000) return Money.Of(number);
            cast.Refuse($"extra_chf.{size}", "is beyond 1000000");
            return null;
        }
    }
}
