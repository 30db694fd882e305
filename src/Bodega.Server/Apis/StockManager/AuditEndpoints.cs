using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Views of the audit trail (contract §4.11).</summary>
internal static class AuditEndpoints
{
    // The contract leaves a thing's trail unpaged; this is where it is cut.
    private const int MostChanges = 10_000;

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet($"/api/user/{PathId.Route}", OfUserAsync).Requires(Access.Session);
        routes.MapGet("/api/all", AllAsync).Requires(Access.Root);
        routes.MapGet($"/api/entity/{{type}}/{PathId.Route}", OfEntityAsync).Requires(Access.Admin);
    }

    private static async Task<IResult> OfUserAsync(PathId id, HttpRequest request, BodegaDb db, StockCaller caller, CancellationToken ct) =>
        caller.IsRoot || caller.UserId == id.Value
            ? await PageAsync(request, db, db.AuditEntries.Where(entry => entry.MembershipId == id.Value), ct)
            : new FaultResult(HttpFaults.NotAllowed);

    private static Task<IResult> AllAsync(HttpRequest request, BodegaDb db, CancellationToken ct) =>
        PageAsync(request, db, db.AuditEntries.Where(entry => entry.MembershipId != null), ct);

    private static async Task<IResult> PageAsync(HttpRequest request, BodegaDb db, IQueryable<AuditEntry> entries, CancellationToken ct)
    {
        if (Word(request.Text("action").ToLowerInvariant()) is { Length: > 0 } action) entries = entries.Where(entry => entry.Action == action);
        if (!TryInstant(request.Text("from"), db.Caller.Zone, endOfDay: false, out var start) || !TryInstant(request.Text("to"), db.Caller.Zone, endOfDay: true, out var end))
            return StockJson.Error("Formato de fecha inválido", 400);
        if (start is not null) entries = entries.Where(entry => entry.At >= start);
        if (end is not null) entries = entries.Where(entry => entry.At <= end);
        var page = await entries.AsNoTracking().OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id)
            .Skip(request.Whole("offset", 0, 0)).Take(request.Whole("limit", 50, 1, 1000)).ToListAsync(ct);
        return StockJson.Ok(
            new TrailBody(await entries.CountAsync(ct), page.ConvertAll(entry => AuditRecordBody.Of(entry, db.Caller.Zone))), AuditJson.Wire.TrailBody);
    }

    private static async Task<IResult> OfEntityAsync(string type, PathId id, BodegaDb db, CancellationToken ct)
    {
        var word = Word(type);
        var entries = await db.AuditEntries.AsNoTracking().Where(entry => entry.EntityType == word && entry.EntityId == id.Value && entry.MembershipId != null)
            .OrderBy(entry => entry.At).ThenBy(entry => entry.Id).Take(MostChanges).ToListAsync(ct);
        return StockJson.Ok(new EntityTrailBody(type, id.Value, entries.ConvertAll(entry => ChangeBody.Of(entry, db.Caller.Zone))), AuditJson.Wire.EntityTrailBody);
    }

    // PostgreSQL's text holds no NUL; a word with one is no word of ours.
    private static string Word(string text) => text.Contains('\0', StringComparison.Ordinal) ? "?" : text;

    // A bare date, as `to`, means its whole day. Blank = no limit.
    private static bool TryInstant(string text, TimeZoneInfo zone, bool endOfDay, out DateTimeOffset? instant)
    {
        instant = null;
        if (text.Length == 0) return true;
        if (WireTime.TryDay(text, out var day))
        {
            if (day.Year is < 1971 or > 9990) return false;
            instant = endOfDay ? zone.StartOf(day.AddDays(1)).AddMicroseconds(-1) : zone.StartOf(day);
            return true;
        }
        string[] forms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF"];
        if (!DateTime.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock) || clock.Year is < 1971 or > 9990) return false;
        while (zone.IsInvalidTime(clock)) clock = clock.AddMinutes(15);
        instant = new DateTimeOffset(clock, zone.GetUtcOffset(clock));
        return true;
    }
}

internal sealed record TrailBody(int Total, IReadOnlyList<AuditRecordBody> Records);

internal sealed record AuditRecordBody(
    long Id, long? UserId, string? Username, string Action, string EntityType, long? EntityId, string Description, string Timestamp, string Status)
{
    public static AuditRecordBody Of(AuditEntry entry, TimeZoneInfo zone) => new(
        entry.Id, entry.MembershipId, entry.UserName, entry.Action, entry.EntityType, entry.EntityId,
        AuditWords.Describe(entry, zone), WireTime.IsoMicroseconds(entry.At, zone), entry.Succeeded ? "success" : "error");
}

internal sealed record EntityTrailBody(string EntityType, long EntityId, IReadOnlyList<ChangeBody> Changes);

internal sealed record ChangeBody(long? UserId, string? Username, string Action, JsonElement? OldValue, JsonElement? NewValue, string Timestamp, string Description)
{
    // Contract §11.1: a snapshot before for updates and deletions, one after for updates only.
    public static ChangeBody Of(AuditEntry entry, TimeZoneInfo zone) => new(
        entry.MembershipId, entry.UserName, entry.Action,
        entry.Action is AuditActions.Update or AuditActions.Delete ? Snapshot(UserAuditWords.ToWire(entry, entry.Before)) : null,
        entry.Action is AuditActions.Update ? Snapshot(UserAuditWords.ToWire(entry, entry.After)) : null,
        WireTime.IsoMicroseconds(entry.At, zone), AuditWords.Describe(entry, zone));

    private static JsonElement? Snapshot(string? json)
    {
        if (json is null) return null;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}

[JsonSerializable(typeof(TrailBody))]
[JsonSerializable(typeof(EntityTrailBody))]
internal sealed partial class AuditJson : JsonSerializerContext
{
    public static AuditJson Wire { get; } = new(StockJson.Options());
}
