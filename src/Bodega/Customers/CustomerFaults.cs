using Bodega.Kernel;

namespace Bodega.Customers;

/// <summary>Refusals of the customers capability.</summary>
public static class CustomerFaults
{
    /// <summary>There is no such customer.</summary>
    public const string UnknownCode = "customer-unknown";

    /// <summary>More is paid than is owed (<see cref="PaidTooMuch"/>).</summary>
    public const string PaidTooMuchCode = "customer-paid-too-much";

    /// <summary>Another customer has this document.</summary>
    public const string DocumentTakenCode = "customer-document-taken";

    /// <summary><inheritdoc cref="DocumentTakenCode" path="/summary"/></summary>
    public static Fault DocumentTaken { get; } = new(FaultKind.Conflict, DocumentTakenCode);

    /// <summary><inheritdoc cref="UnknownCode" path="/summary"/></summary>
    public static Fault Unknown { get; } = new(FaultKind.NotFound, UnknownCode);
}

/// <summary>More is paid than is owed.</summary>
/// <param name="Amount">Paid.</param>
/// <param name="Balance">Owed.</param>
public sealed record PaidTooMuch(Money Amount, Money Balance) : Fault(FaultKind.Conflict, CustomerFaults.PaidTooMuchCode);
