using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Apis.Inventory.Identity;
using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Companies;

/// <summary>A company's settings (accounts contract §10), one group of the tenant's settings.</summary>
internal static class SettingEndpoints
{
    private const string Group = "inventory.company";

    public static void MapCompanySettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/empresa/configuracion", GetAsync).Requires(Access.Active).WithMetadata(new BugText("Error al obtener configuración"));
        routes.MapPut("/api/empresa/configuracion", PutAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al actualizar configuración"));
    }

    private static async Task<IResult> GetAsync(BodegaDb db, InventoryCaller caller, ChangeSetting change, TimeProvider clock, CancellationToken ct)
    {
        var kept = await db.TenantSettings.AsNoTracking().Where(setting => setting.Key == Group).Select(setting => setting.Json).FirstOrDefaultAsync(ct);
        // Made at first use; nobody has changed anything, so the trail keeps no row of it.
        var json = kept is not null ? JsonNode.Parse(kept)! : await change.RunAsync(Group, present => present ?? New(clock.GetNow()), facts: null, ct); // the column holds an object
        return Show(json.AsObject(), caller);
    }

    private static async Task<IResult> PutAsync(InventoryBody body, InventoryCaller caller, ChangeSetting change, TimeProvider clock, CancellationToken ct)
    {
        if (Refuse(body) is { } refusal) return InventoryJson.Invalid($"Datos de configuración inválidos: {refusal}");
        var now = clock.GetNow();
        var json = await change.RunAsync(
            Group,
            present =>
            {
                var settings = (present ?? New(now)).AsObject();
                settings["currency"] = body["moneda"].Text;
                settings["sign"] = body["simboloMoneda"].Text;
                settings["taxes"] = body["impuestos"].Value.GetDecimal(); // checked above
                foreach (var (wire, ours) in Optional)
                    if (body[wire].IsGiven) settings[ours] = body[wire].Text;
                settings["updated_at"] = Instants.ToMicroseconds(now);
                return settings;
            },
            (before, after) => (before?.DeepClone().AsObject() ?? [], after.DeepClone().AsObject()), ct, AuditEntities.CompanySettings);
        return Show(json.AsObject(), caller);
    }

    private static readonly (string Wire, string Ours)[] Optional =
        [("logoUrl", "logo_url"), ("direccion", "address"), ("telefono", "phone"), ("email", "email"), ("nombrePersonalizado", "custom_name")];

    private static string? Refuse(InventoryBody body)
    {
        if (body["moneda"].Text is not { Length: >= 1 and <= 10 }) return "moneda: texto de 1 a 10 caracteres";
        if (body["simboloMoneda"].Text is not { Length: >= 1 and <= 5 }) return "simboloMoneda: texto de 1 a 5 caracteres";
        if (body["impuestos"].Value is not { ValueKind: JsonValueKind.Number } taxes || !taxes.TryGetDecimal(out var percent) || percent is < 0 or > 100) return "impuestos: número entre 0 y 100";
        foreach (var (wire, _) in Optional)
            if (body[wire] is { HasValue: true, Text: null }) return $"{wire}: debe ser texto";
        if (body["logoUrl"].Text is { } logo && (logo.Length > 2000 || !Uri.TryCreate(logo, UriKind.Absolute, out var url) || !(url.Scheme is "http" or "https"))) return "logoUrl: URL inválida";
        if (body["email"].Text is { } email && !IdentityFields.IsEmail(email)) return "email: correo inválido";
        if (body["nombrePersonalizado"].Text is { Length: 0 or > 100 }) return "nombrePersonalizado: texto de 1 a 100 caracteres";
        return body["direccion"].Text?.Length > 255 ? "direccion: máximo 255 caracteres" : body["telefono"].Text?.Length > 255 ? "telefono: máximo 255 caracteres" : null;
    }

    private static JsonObject New(DateTimeOffset now) => new()
    {
        ["id"] = WireIds.Cuid(),
        ["currency"] = "COP",
        ["sign"] = "$",
        ["taxes"] = 0.19m,
        ["created_at"] = Instants.ToMicroseconds(now),
        ["updated_at"] = Instants.ToMicroseconds(now),
    };

    private static IResult Show(JsonObject settings, InventoryCaller caller)
    {
        string? Text(string name) => (string?)settings[name];
        DateTimeOffset At(string name) => Instants.FromMicroseconds((long)settings[name]!); // made with the group
        return InventoryJson.Ok(
            new CompanySettingsBody(
                Text("id")!, caller.CompanyId, Text("currency")!, Text("sign")!, decimal.Parse(settings["taxes"]!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture), // likewise
                Text("logo_url"), Text("address"), Text("phone"), Text("email"), Text("custom_name"), At("created_at"), At("updated_at")),
            CompanyWire.Wire.CompanySettingsBody);
    }
}
