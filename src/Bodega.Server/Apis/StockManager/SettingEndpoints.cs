using System.Text.Json;
using System.Text.Json.Nodes;
using Bodega.Data;
using Bodega.Server.Hosting;
using Bodega.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The settings store (contract §7.7), the changelog and first-run hints (§7.8).</summary>
internal static class SettingEndpoints
{
    private const int MostHints = 500;

    public static void MapSettingStore(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/settings/actual", AllAsync).Requires(Access.Session);
        routes.MapGet("/api/settings/actual/{key}", OneAsync).Requires(Access.Session);
        routes.MapPut("/api/settings/actual/{key}", ChangeAsync).Requires(Access.To(Permissions.SettingsManage));
        routes.MapGet("/api/changelog", Changelog).Requires(Access.Public);
        routes.MapGet("/api/ui/is-new", IsNewAsync).Requires(Access.Public);
        routes.MapGet("/api/ui/seen-highlights", SeenAsync).Requires(Access.Public);
        routes.MapPost("/api/ui/seen-highlights", SeeAsync).Requires(Access.Public);
    }

    private static async Task<IResult> AllAsync(BodegaDb db, CancellationToken ct) => Json(await StockSettings.ReadAllAsync(db, ct));

    private static async Task<IResult> OneAsync(string key, BodegaDb db, CancellationToken ct) =>
        StockSettings.TryFind(await StockSettings.ReadAllAsync(db, ct), key, out var value)
            ? Json(new JsonObject { [key] = value?.DeepClone() })
            : Refuse($"Configuración '{key}' no encontrada", 404);

    private static async Task<IResult> ChangeAsync(string key, JsonBody body, StockCaller caller, BodegaDb db, ChangeSetting change, CancellationToken ct)
    {
        var parts = key.Split('.');
        // The roles are what keeps everybody else in bounds.
        if (parts[0] == StockSettings.Roles && !caller.IsRoot) return new FaultResult(HttpFaults.NotAllowed);
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        if (!new Fields(json).Has("value")) return Refuse("El valor es requerido", 400);
        if (!StockSettings.IsKey(key)) return Refuse($"Configuración '{key}' inválida", 400);
        if (Readable(json.GetProperty("value")) is not { } value) return Refuse($"Valor inválido para '{key}'", 400);

        var all = await StockSettings.ReadAllAsync(db, ct);
        if (!all.ContainsKey(parts[0]) && all.Count >= StockSettings.MostGroups) return Refuse($"Configuración '{key}' inválida", 400);
        var next = Within(all[parts[0]]?.DeepClone(), parts.AsSpan(1), value.DeepClone());
        if (!StockSettings.IsSound(parts[0], next) || next.ToJsonString().Length > StockSettings.MostCharacters) return Refuse($"Valor inválido para '{key}'", 400);

        await change.RunAsync(
            StockSettings.Prefix + parts[0],
            present => Within(present, parts.AsSpan(1), value.DeepClone()),
            (_, _) => (new JsonObject { [key] = StockSettings.TryFind(all, key, out var was) ? was?.DeepClone() : null }, new JsonObject { [key] = value.DeepClone() }),
            ct);
        return Json(new JsonObject
        {
            ["success"] = true,
            ["message"] = $"Configuración '{key}' actualizada correctamente",
            ["data"] = new JsonObject { [key] = value },
        });
    }

    private static IResult Changelog()
    {
        using var file = typeof(SettingEndpoints).Assembly.GetManifestResourceStream("CHANGELOG.md");
        if (file is null) return StockJson.Error("No se pudo obtener el changelog", 503);
        using var text = new StreamReader(file);
        return Json(new JsonObject { ["changelog"] = text.ReadToEnd() });
    }

    // True once for the whole shop, whoever asks first; afterwards it only reads.
    private static async Task<IResult> IsNewAsync(BodegaDb db, CancellationToken ct)
    {
        var isNew = false;
        if (!await db.TenantSettings.AnyAsync(setting => setting.Key == StockSettings.HintsKey + ".known", ct))
            try
            {
                await using var work = await db.BeginAsync(ct);
                db.TenantSettings.Add(new TenantSetting { Key = StockSettings.HintsKey + ".known", Json = "true" });
                await db.SaveChangesAsync(ct);
                await work.CommitAsync(ct);
                isNew = true;
            }
            catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
            {
                // Another asked in the same moment and was first.
            }
        return Json(new JsonObject { ["is_new"] = isNew });
    }

    private static async Task<IResult> SeenAsync(BodegaDb db, CancellationToken ct)
    {
        var json = await db.TenantSettings.Where(setting => setting.Key == StockSettings.HintsKey).Select(setting => setting.Json).FirstOrDefaultAsync(ct);
        return Json(new JsonObject { ["seen"] = json is null ? new JsonArray() : JsonNode.Parse(json) });
    }

    private static async Task<IResult> SeeAsync(JsonBody body, BodegaDb db, ChangeSetting change, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        if (new Fields(json).Plain("feature_id")?.Trim() is not { Length: > 0 and <= 100 } id) return StockJson.Error("feature_id requerido", 400);
        // Anyone may post here: the list has an end, and what is known already writes nothing.
        var present = await db.TenantSettings.Where(setting => setting.Key == StockSettings.HintsKey).Select(setting => setting.Json).FirstOrDefaultAsync(ct);
        var seen = present is null ? null : JsonNode.Parse(present) as JsonArray;
        if (seen is null || !Holds(seen, id))
            seen = (JsonArray)await change.RunAsync(StockSettings.HintsKey, given => // made here, an array
            {
                var list = given as JsonArray ?? [];
                if (list.Count < MostHints && !Holds(list, id)) list.Add((JsonNode)id);
                return list;
            }, facts: null, ct);
        return Json(new JsonObject { ["seen"] = seen.DeepClone() });
    }

    private static bool Holds(JsonArray seen, string id) => seen.Any(item => item?.GetValueKind() == JsonValueKind.String && item.GetValue<string>() == id);

    private static JsonNode Within(JsonNode? group, ReadOnlySpan<string> path, JsonNode value)
    {
        if (path.IsEmpty) return value;
        var holder = group as JsonObject ?? [];
        var inner = Within(holder[path[0]]?.DeepClone(), path[1..], value);
        holder[path[0]] = inner;
        return holder;
    }

    // PostgreSQL's text holds no NUL, and a lone surrogate cannot be stored; neither can two fields of one name.
    private static JsonNode? Readable(JsonElement value)
    {
        try
        {
            var node = JsonNode.Parse(value.GetRawText(), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 });
            var text = node?.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            return text is null || text.Contains("\\u0000", StringComparison.Ordinal) || text.Contains('\uFFFD', StringComparison.Ordinal) ? null : node;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static ContentHttpResult Refuse(string text, int status) => Json(new JsonObject { ["success"] = false, ["error"] = text }, status);

    private static ContentHttpResult Json(JsonObject body, int status = 200) => TypedResults.Text(body.ToJsonString(StockJson.Options()), StockJson.ContentType, System.Text.Encoding.UTF8, status);
}
