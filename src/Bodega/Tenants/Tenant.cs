using System.Text.Json.Nodes;
using Bodega.Kernel;

namespace Bodega.Tenants;

/// <summary>One shop or company; everything tenant-owned hangs on it.</summary>
public sealed class Tenant
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <summary>What Sidekick shows as the company's id.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>What Inventory shows as the company's id.</summary>
    public required string Cuid { get; init; }

    /// <summary>Short name used in settings (<c>Apis__X__Tenant</c>); unique.</summary>
    public required string Slug { get; init; }

    /// <summary>Name shown to people.</summary>
    public required string Name { get; set; }

    /// <summary>IANA zone in which business days are counted.</summary>
    public required string TimeZone { get; set; }

    /// <summary>The company's e-mail as typed; null where nobody gave one.</summary>
    public string? Email { get; set; }

    /// <summary><see cref="Email"/> as compared; unique.</summary>
    public string? EmailNormal { get; set; }

    /// <summary>Town; null where nobody gave one.</summary>
    public string? City { get; set; }

    /// <summary>False once a company has left: nobody signs in to it any more.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A tenant that somebody founds by signing up: its short name is as good as none.</summary>
    public static Tenant Found(string name, string zone, DateTimeOffset now)
    {
        var cuid = WireIds.Cuid();
        return new() { Uuid = WireIds.Uuid(now), Cuid = cuid, Slug = cuid, Name = name, TimeZone = zone, CreatedAt = now };
    }

    /// <summary>What the trail keeps of it: <c>id</c>, <c>name</c>.</summary>
    internal JsonObject Snapshot() => new() { ["id"] = Cuid, ["name"] = Name };

    /// <summary>A tenant that is not saved yet.</summary>
    public static Tenant New(string slug, string name, string zone, DateTimeOffset now) =>
        new() { Uuid = WireIds.Uuid(now), Cuid = WireIds.Cuid(), Slug = slug, Name = name, TimeZone = zone, CreatedAt = now };
}
