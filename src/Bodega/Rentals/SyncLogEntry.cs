using Bodega.Data;
using Bodega.Kernel;

namespace Bodega.Rentals;

/// <summary>That data was brought in or taken out, and how it went; never whose (Sidekick contract §19.2).</summary>
public sealed class SyncLogEntry : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Where from or to (<see cref="SyncSources"/>).</summary>
    public required string Source { get; init; }

    /// <summary>How it went.</summary>
    public required SyncEnd Result { get; init; }

    /// <summary>How many things it was about; null where it failed before counting.</summary>
    public int? Count { get; init; }

    /// <summary>What happened, for people; never a guest's data or a secret.</summary>
    public string? Detail { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>How bringing in or taking out data ended.</summary>
public enum SyncEnd
{
    /// <summary>All of it went well.</summary>
    Done = 0,

    /// <summary>Some of it.</summary>
    Partly = 1,

    /// <summary>None of it.</summary>
    Failed = 2,
}

/// <summary>Where data comes from or goes to.</summary>
public static class SyncSources
{
    /// <summary>Apartments from a property manager.</summary>
    public const string Pms = "pms";

    /// <summary>Contacts to Google.</summary>
    public const string GoogleContacts = "google_contacts";

    /// <summary>A workbook.</summary>
    public const string Workbook = "xlsx";

    /// <summary>Arrivals and departures from a property manager.</summary>
    public const string HeatMap = "heatmap_pms";
}

/// <summary>Writes the log of what was brought in and taken out.</summary>
public sealed class SyncLog(BodegaDb db, TimeProvider clock)
{
    private const int MostDetail = 2000;

    /// <summary>Adds a line to the unit of work that is open.</summary>
    public void Add(string source, SyncEnd end, int? count, string? detail)
    {
        db.RequireWork();
        db.SyncLogEntries.Add(new SyncLogEntry { Source = source, Result = end, Count = count, Detail = detail is { Length: > MostDetail } ? detail[..MostDetail] : detail, At = clock.GetNow() });
    }
}
