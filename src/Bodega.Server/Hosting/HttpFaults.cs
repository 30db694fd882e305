using Bodega.Kernel;

namespace Bodega.Server.Hosting;

/// <summary>Refusals of the transport itself.</summary>
internal static class HttpFaults
{
    public const string NoSuchRouteCode = "no-such-route";
    public const string MethodNotAllowedCode = "method-not-allowed";
    public const string BadBodyCode = "bad-body";
    public const string BodyTooLargeCode = "body-too-large";
    public const string BadRequestCode = "bad-request";
    public const string BugCode = "bug";
    public const string OverloadedCode = "overloaded";
    public const string KeyReusedCode = "idempotency-key-reused";
    public const string NotSignedInCode = "not-signed-in";
    public const string NotAllowedCode = "not-allowed";
    public const string CrossSiteCode = "cross-site";
    public const string TooManyRequestsCode = "too-many-requests";

    public static Fault NoSuchRoute { get; } = new(FaultKind.NotFound, NoSuchRouteCode);
    public static Fault MethodNotAllowed { get; } = new(FaultKind.Invalid, MethodNotAllowedCode);
    public static Fault BadBody { get; } = new(FaultKind.Invalid, BadBodyCode);
    public static Fault BodyTooLarge { get; } = new(FaultKind.Invalid, BodyTooLargeCode);
    public static Fault BadRequest { get; } = new(FaultKind.Invalid, BadRequestCode);
    public static Fault Bug { get; } = new(FaultKind.Bug, BugCode);
    public static Fault Overloaded { get; } = new(FaultKind.Unavailable, OverloadedCode) { RetryAfterSeconds = 2 };
    public static Fault KeyReused { get; } = new(FaultKind.Conflict, KeyReusedCode);
    public static Fault NotSignedIn { get; } = new(FaultKind.Unauthenticated, NotSignedInCode);
    public static Fault NotAllowed { get; } = new(FaultKind.Forbidden, NotAllowedCode);
    public static Fault TooManyRequests(TimeSpan wait) =>
        new(FaultKind.TooMany, TooManyRequestsCode) { RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) };
    public static Fault CrossSite { get; } = new(FaultKind.Forbidden, CrossSiteCode);
}
