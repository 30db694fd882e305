using Bodega.Kernel;

namespace Bodega.Server.Integrations;

/// <summary>A service outside, as calls to it are bounded.</summary>
/// <param name="Name">As the log calls it.</param>
/// <param name="TimeLimit">For one call, its repetition and all waiting included.</param>
/// <param name="MostBytes">Of one answer, unpacked.</param>
/// <param name="NamedByCompany">True where a company gave the address: then it leads inside only where every company is trusted.</param>
internal sealed record OutgoingService(string Name, TimeSpan TimeLimit, int MostBytes = 4 << 20, bool NamedByCompany = false);

/// <summary>How long others may take (Sidekick contract §16.2). Tests make it shorter.</summary>
internal sealed record OutgoingTimes
{
    /// <summary>For one call of a property manager.</summary>
    public TimeSpan PropertyManager { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For everything that one request asks of a property manager.</summary>
    public TimeSpan PropertyManagerAltogether { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For one call of Google.</summary>
    public TimeSpan Google { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For taking back what Google was asked for: nobody waits long to be forgotten.</summary>
    public TimeSpan Revocation { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For all contacts of one request.</summary>
    public TimeSpan GoogleAltogether { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For one answer of a language model.</summary>
    public TimeSpan Ai { get; init; } = TimeSpan.FromSeconds(55);

    /// <summary>For the judgement on a form's captcha.</summary>
    public TimeSpan Captcha { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For a note to a channel.</summary>
    public TimeSpan Webhook { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For a product's look-up by barcode.</summary>
    public TimeSpan ProductLookUp { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Before a question is put again after a failure; after 429 only where the answer says nothing.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whoever asks for a longer wait is not asked again.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Why a service outside gave no good answer. None names a host, an address or a key (Sidekick contract W13).</summary>
internal static class OutgoingFaults
{
    public const string TimedOutCode = "outgoing-timed-out";
    public const string StatusCode = "outgoing-status";
    public const string InvalidCode = "outgoing-invalid";
    public const string UnreachableCode = "outgoing-unreachable";
    public const string NotCalledCode = "outgoing-not-called";

    /// <summary>No answer within the time limit.</summary>
    public static Fault TimedOut { get; } = new(FaultKind.Unavailable, TimedOutCode);

    /// <summary>Too large, not what the service's manual says, or more pages than anybody has.</summary>
    public static Fault Invalid { get; } = new(FaultKind.Unavailable, InvalidCode);

    /// <summary>No connection, or one that broke.</summary>
    public static Fault Unreachable { get; } = new(FaultKind.Unavailable, UnreachableCode);

    /// <summary>Not even tried: calls are switched off, or the address is none to be called.</summary>
    public static Fault NotCalled { get; } = new(FaultKind.Unavailable, NotCalledCode);

    /// <summary>Answered with another status than 2xx, which is the subject.</summary>
    public static Fault Status(int status) => new(FaultKind.Unavailable, StatusCode, status.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>True when a service answered with this status.</summary>
    public static bool IsStatus(this Fault fault, int status) => fault.Code == StatusCode && fault.Subject == Status(status).Subject;

    /// <summary>True for 429, for 5xx and for a connection that was not had or broke: asking again may help.</summary>
    public static bool MayPass(this Fault fault) => fault.Code == UnreachableCode || fault.IsStatus(429) || (fault.Code == StatusCode && fault.Subject is ['5', _, _]);
}
