using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bodega.Data;
using Bodega.Server.Hosting;
using Bodega.Shops;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Ocha;

/// <summary>The shops (contract §6).</summary>
internal static partial class StoreEndpoints
{
    private const int DefaultRadius = 10_000; // metres
    private const int AddressText = 200;

    public static void MapStores(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/stores", ListAsync).Requires(OchaAccess.Anyone);
        routes.MapGet("/api/v1/stores/{id}", GetAsync).Requires(OchaAccess.Anyone);
        routes.MapPost("/api/v1/stores", CreateAsync).Requires(OchaAccess.Admin);
        routes.MapPatch("/api/v1/stores/{id}", UpdateAsync).Requires(OchaAccess.Admin);
        routes.MapDelete("/api/v1/stores/{id}", DeleteAsync).Requires(OchaAccess.Admin);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, BodegaDb db, CancellationToken ct)
    {
        if (request.Query["near"].ToString() is { Length: > 0 } near)
        {
            if (request.Query["near"].Count > 1 || Point(near) is not { } centre) return OchaJson.Refuse(400, "Invalid near parameter. Expected format: lng,lat");
            var found = await db.NearAsync(centre, OchaQuery.LeadingInteger(request.Query["radius"]) is > 0 and var metres ? metres : DefaultRadius, ct);
            return OchaJson.Ok(new NearbyBody("Nearby stores", found.Count, found.ConvertAll(StoreBody.Of)), OchaWire.Wire.NearbyBody);
        }
        var (page, limit) = request.Page();
        var total = await db.Shops.CountAsync(ct);
        var skip = OchaQuery.Skip(page, limit);
        var rows = skip >= total ? [] : await db.Shops.AsNoTracking().OrderBy(shop => shop.Id).Skip(skip).Take(limit).ToListAsync(ct);
        return OchaJson.Ok(new StorePage("List of stores", page, OchaQuery.Pages(total, limit), total, rows.ConvertAll(StoreBody.Of)), OchaWire.Wire.StorePage);
    }

    private static async Task<IResult> GetAsync(string id, BodegaDb db, CancellationToken ct)
    {
        if (OchaQuery.Id(id) is not { } hex24) return OchaWords.InvalidId;
        var shop = await db.Shops.AsNoTracking().FirstOrDefaultAsync(s => s.Hex24 == hex24, ct);
        return shop is null ? OchaWords.Unknown("Store") : OchaJson.Ok(new StoreAnswer("Store found", StoreBody.Of(shop)), OchaWire.Wire.StoreAnswer);
    }

    private static async Task<IResult> CreateAsync(OchaBody body, BodegaDb db, CreateShop create, CancellationToken ct)
    {
        if (!(Cast.IsTruthy(body["name"]) && Cast.IsTruthy(body["email"]) && Cast.IsTruthy(body["address"]) && Cast.IsTruthy(body["location"])))
            return OchaJson.Refuse(400, "name, email, address and location are required");
        var (name, email) = (Cast.Text(body["name"])?.Trim(), Cast.Text(body["email"])?.Trim().ToLowerInvariant());
        if (await db.Shops.AnyAsync(shop => shop.Email == email || shop.Name == name, ct)) return OchaJson.Refuse(409, "Name or/and email already in use");

        var cast = new Cast("Store");
        var given = Read(body, cast, isNew: true);
        if (cast.Error is { } error) return OchaJson.Invalid(error);
        var request = new NewShop(given.Name!, given.Email!, given.Phone?.Value, given.Address!, given.Place!.Value, given.Hours ?? OpeningHours.Default); // all given, or cast has errors
        return await AnswerAsync(await create.RunAsync(request, ct), db, "Store created", 201, ct);
    }

    private static async Task<IResult> UpdateAsync(string id, OchaBody body, BodegaDb db, UpdateShop update, CancellationToken ct)
    {
        if (OchaQuery.Id(id) is not { } hex24) return OchaWords.InvalidId;
        if (!await db.Shops.AnyAsync(shop => shop.Hex24 == hex24, ct)) return OchaWords.Unknown("Store");
        var cast = new Cast("Store");
        var change = Read(body, cast, isNew: false);
        return cast.Error is { } error ? OchaJson.Invalid(error) : await AnswerAsync(await update.RunAsync(hex24, change, ct), db, "Store updated", 200, ct);
    }

    private static async Task<IResult> DeleteAsync(string id, DeleteShop delete, CancellationToken ct)
    {
        if (OchaQuery.Id(id) is not { } hex24) return OchaWords.InvalidId;
        return await delete.RunAsync(hex24, ct) is { } fault ? new FaultResult(fault) : TypedResults.NoContent();
    }

    private static async Task<IResult> AnswerAsync(Kernel.Outcome<long> outcome, BodegaDb db, string message, int status, CancellationToken ct)
    {
        if (!outcome.Succeeded(out var shopId, out var fault)) return new FaultResult(fault);
        var shop = await db.Shops.AsNoTracking().FirstOrDefaultAsync(s => s.Id == shopId, ct);
        return shop is null ? OchaWords.Unknown("Store") : OchaJson.Ok(new StoreAnswer(message, StoreBody.Of(shop)), OchaWire.Wire.StoreAnswer, status);
    }

    private static ShopChange Read(OchaBody body, Cast cast, bool isNew)
    {
        bool Wanted(string name) => isNew || Cast.IsSent(body[name]);
        return new ShopChange(
            Wanted("name") ? Name(body["name"], cast) : null,
            Wanted("email") ? Email(body["email"], cast) : null,
            Cast.IsSent(body["phone"]) ? new(Phone(body["phone"], cast)) : null,
            Wanted("address") ? Address(body["address"], cast) : null,
            Wanted("location") ? Place(body["location"], cast) : null,
            Cast.IsSent(body["opening_hours"]) ? Hours(body["opening_hours"], cast) : null,
            isNew || !Cast.IsSent(body["is_active"]) ? null : body["is_active"].ValueKind == JsonValueKind.Null ? true : cast.Flag("is_active", body["is_active"]));
    }

    private static string Name(JsonElement value, Cast cast)
    {
        var name = cast.Required("name", value, "Nom du magasin requis", 1000);
        if (name.Length is > 0 and < 3) cast.Refuse("name", "Le nom du magasin doit contenir au moins 3 caractères");
        if (name.Length > 50) cast.Refuse("name", "Le nom du magasin ne peut pas dépasser 50 caractères");
        return name;
    }

    private static string Email(JsonElement value, Cast cast)
    {
        var email = cast.Required("email", value, "Email requis", 1000).ToLowerInvariant();
        if (email.Length > 254 || (email.Length > 0 && (email.IndexOf('@', StringComparison.Ordinal) > 64 || !StoreEmail().IsMatch(email)))) cast.Refuse("email", "Email invalide");
        return email;
    }

    private static string? Phone(JsonElement value, Cast cast)
    {
        if (value.ValueKind == JsonValueKind.Null || Cast.Text(value) is "") return Cast.Text(value);
        if (Cast.Text(value) is { } phone && StorePhone().IsMatch(phone)) return phone;
        cast.Refuse("phone", "Numéro de téléphone invalide");
        return null;
    }

    private static ShopAddress Address(JsonElement value, Cast cast)
    {
        JsonElement Part(string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var part) ? part : default;
        return new ShopAddress(
            cast.Required("address.line1", Part("line1"), "Adresse requise", AddressText), cast.Required("address.city", Part("city"), "Ville requise", AddressText),
            cast.Required("address.zipcode", Part("zipcode"), "Code postal requis", AddressText), cast.Required("address.country", Part("country"), "Pays requis", AddressText));
    }

    private static GeoPoint? Place(JsonElement value, Cast cast)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type", out var type) && Cast.Text(type) is var kind && kind != "Point")
            cast.Refuse("location.type", $"`{kind ?? type.GetRawText()}` is not a valid enum value for path `location.type`.");
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("coordinates", out var pair) || pair.ValueKind is JsonValueKind.Null)
        {
            cast.Refuse("location.coordinates", "Coordonnées requises");
            return null;
        }
        if (pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2 && Valid(Degrees(pair[0]), Degrees(pair[1])) is { } point) return point;
        cast.Refuse("location.coordinates", "Les coordonnées doivent contenir une longitude et une latitude valides");
        return null;
    }

    private static double? Degrees(JsonElement value) => Cast.NumberOf(value) is { } number && Math.Abs(number) <= 360 ? (double)number : null;

    private static GeoPoint? Valid(double? longitude, double? latitude) =>
        longitude is >= -180 and <= 180 && latitude is >= -90 and <= 90 ? new GeoPoint(longitude.Value, latitude.Value) : null;

    private static GeoPoint? Point(string near)
    {
        var parts = near.Split(',');
        static double? Number(string text) => double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        return parts.Length >= 2 ? Valid(Number(parts[0]), Number(parts[1])) : null;
    }

    private static string? Hours(JsonElement value, Cast cast)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 7)
        {
            var week = value.EnumerateArray().Select(Day).ToList();
            if (week.TrueForAll(day => day.IsValid)) return OpeningHours.Of(week.Select(day => day.Hours));
        }
        cast.Refuse("opening_hours", "Format invalide. Utilisez [] pour fermé ou ['HH:MM', 'HH:MM'] pour ouvert");
        return null;
    }

    private static (bool IsValid, (string, string)? Hours) Day(JsonElement day)
    {
        if (day.ValueKind != JsonValueKind.Array) return (false, null);
        if (day.GetArrayLength() == 0) return (true, null);
        if (day.GetArrayLength() != 2) return (false, null);
        var (opens, closes) = (Cast.Text(day[0]) ?? "", Cast.Text(day[1]) ?? "");
        return (ClockTime().IsMatch(opens) && ClockTime().IsMatch(closes), (opens, closes));
    }

    [GeneratedRegex(@"^([01][0-9]|2[0-3]):[0-5][0-9]\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClockTime();

    [GeneratedRegex(@"^\+?[0-9]{6,16}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StorePhone();

    [GeneratedRegex(@"^[^\s@\0]+@([^\s@\0.]+\.)+[a-z]{2,}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StoreEmail();
}
