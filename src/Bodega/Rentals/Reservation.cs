namespace Bodega.Rentals;

/// <summary>A guest's booking as a property manager tells it. Held while a request is answered, never stored or logged (Sidekick contract §15).</summary>
/// <param name="Guest">Name, as it is shown.</param>
/// <param name="Email">E-mail, or null.</param>
/// <param name="Phone">Phone, or null.</param>
/// <param name="Arrival">First day; null when it cannot be read.</param>
/// <param name="Departure">Last day; null when it cannot be read.</param>
/// <param name="ApartmentId">The property manager's id of the flat, or null.</param>
/// <param name="Apartment">The property manager's name of the flat, or null.</param>
/// <param name="ArrivalTime"><c>HH:MM</c>, or null.</param>
public sealed record Reservation(string Guest, string? Email, string? Phone, DateOnly? Arrival, DateOnly? Departure, string? ApartmentId, string? Apartment, string? ArrivalTime);
