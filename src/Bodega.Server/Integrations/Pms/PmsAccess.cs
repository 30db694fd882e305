using Bodega.Kernel;

namespace Bodega.Server.Integrations.Pms;

/// <summary>A company's way into its property manager, open for one request.</summary>
/// <remarks>No record: those print what they hold.</remarks>
internal sealed class PmsAccess(string provider, string key, string? endpoint)
{
    /// <summary>Which one.</summary>
    public string Provider { get; } = provider;

    /// <summary>The key as it is stored.</summary>
    public string Key { get; } = key;

    /// <summary>Address instead of the provider's own, or null.</summary>
    public string? Endpoint { get; } = endpoint;
}

/// <summary>Which end of stays lies in a range of days.</summary>
internal enum StayEnd
{
    /// <summary>The first day.</summary>
    Arrival,

    /// <summary>The last day.</summary>
    Departure,
}

/// <summary>Why a property manager was not asked; what happens when it is asked, <see cref="OutgoingFaults"/> says.</summary>
internal static class PmsFaults
{
    public const string NoneCode = "pms-none";
    public const string UnreadableCode = "pms-key-unreadable";
    public const string UnsupportedCode = "pms-unsupported";
    public const string MalformedCode = "pms-malformed";

    /// <summary>The company has no key.</summary>
    public static Fault None { get; } = new(FaultKind.NotFound, NoneCode);

    /// <summary>It cannot be called yet.</summary>
    public static Fault Unsupported { get; } = new(FaultKind.Invalid, UnsupportedCode);

    /// <summary>The key cannot travel in a header, or the company's address is none.</summary>
    public static Fault Malformed { get; } = new(FaultKind.Invalid, MalformedCode);

    /// <summary>The key was sealed under another key of the installation; the subject is the provider.</summary>
    public static Fault Unreadable(string provider) => new(FaultKind.Invalid, UnreadableCode, provider);
}
