using System.Text.Json;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>Days of stays that a lenient body asks for (contract §12.5): <c>desde</c>, <c>hasta</c>, both optional.</summary>
/// <param name="From">First day, or null.</param>
/// <param name="To">Last day, or null.</param>
internal sealed record StayRange(DateOnly? From, DateOnly? To)
{
    /// <summary>What is said of a body that holds anything else.</summary>
    public const string Malformed = "Parámetros de fecha inválidos.";

    /// <summary>Reads them; null where one is no day, or where there is an unknown field.</summary>
    public static StayRange? Of(SidekickBody body)
    {
        if (!body.IsObject) return null;
        var days = new Dictionary<string, DateOnly?>(StringComparer.Ordinal);
        foreach (var field in body.Root.EnumerateObject())
        {
            if (field.Name is not ("desde" or "hasta")) return null;
            if (field.Value.ValueKind == JsonValueKind.Null) days[field.Name] = null;
            else if (field.Value.ValueKind == JsonValueKind.String && WireRange.Day(field.Value.GetString()) is { } day) days[field.Name] = day;
            else return null;
        }
        return new StayRange(days.GetValueOrDefault("desde"), days.GetValueOrDefault("hasta"));
    }
}
