extension PlantedBehaviour {
    /// The behaviours of made-up customers; their shares add up to a thousand.
    ///
    /// The first is what is left over where whole customers do not add up, and what the dominant customer does.
    package static let all = [
        PlantedBehaviour(
            "prompt",
            tags: ["healthy_account"],
            customersPerMille: 170,
            daysLate: -4,
            spread: 3,
            promisesPerMille: 100,
            keptPerMille: 950,
            partKeptPerMille: 0
        ),
        // Slower month by month over half a year.
        PlantedBehaviour(
            "slipping",
            tags: ["payment_behavior_worsening"],
            fittingTags: ["reliable_payer_slipped", "accelerating_deterioration", "aging_deterioration"],
            customersPerMille: 80,
            needsVolume: true,
            daysLate: -2,
            spread: 2,
            course: .rising(days: 36, over: 180),
            instalmentsPerMille: 20,
            disputesPerMille: 6,
            promisesPerMille: 250,
            keptPerMille: 850
        ),
        // Was weeks late, and is on time by now.
        PlantedBehaviour(
            "improving",
            tags: ["payment_behavior_improving"],
            fittingTags: ["healthy_account", "chronic_late"],
            customersPerMille: 50,
            needsVolume: true,
            daysLate: -2,
            spread: 3,
            course: .falling(days: 34, over: 270)
        ),
        // Weeks late, always, and everybody knows it.
        PlantedBehaviour(
            "chronic",
            tags: ["chronic_late"],
            customersPerMille: 90,
            daysLate: 29,
            spread: 8,
            stragglersPerMille: 60,
            instalmentsPerMille: 60,
            promisesPerMille: 300,
            keptPerMille: 850
        ),
        // Each month later than the last one, and by more.
        PlantedBehaviour(
            "accelerating",
            tags: ["accelerating_deterioration", "payment_behavior_worsening"],
            fittingTags: ["chronic_late", "reliable_payer_slipped", "aging_deterioration", "cash_at_risk"],
            customersPerMille: 45,
            needsVolume: true,
            daysLate: -1,
            spread: 2,
            course: .accelerating(days: 75, over: 270),
            promisesPerMille: 250
        ),
        // On time for years, and from one month to the next not at all.
        PlantedBehaviour(
            "lapsing",
            tags: ["reliable_payer_slipped"],
            fittingTags: ["payment_behavior_worsening", "accelerating_deterioration", "aging_deterioration"],
            customersPerMille: 50,
            needsVolume: true,
            daysLate: -4,
            spread: 2,
            course: .breaking(days: 30, over: 110),
            promisesPerMille: 250
        ),
        // Late, and for five months nobody there picks up the telephone.
        PlantedBehaviour(
            "ghosting",
            tags: ["ghosting"],
            fittingTags: [
                "chronic_late", "payment_behavior_worsening", "cash_at_risk", "aging_deterioration",
                "accelerating_deterioration",
            ],
            customersPerMille: 45,
            needsVolume: true,
            daysLate: 14,
            spread: 6,
            course: .breaking(days: 45, over: 150),
            promisesPerMille: 150,
            repliesPerMille: 850,
            silentDays: 150
        ),
        // Buys more and more, and owes more and more.
        PlantedBehaviour(
            "growing",
            tags: ["balance_growing"],
            fittingTags: [
                "credit_exceeded", "aging_deterioration", "payment_behavior_worsening", "healthy_account",
                "chronic_late",
            ],
            customersPerMille: 45,
            needsVolume: true,
            daysLate: 3,
            spread: 3,
            course: .rising(days: 8, over: 150),
            orders: .growing(over: 150),
            promisesPerMille: 250
        ),
        // Pays, and orders nothing any more.
        PlantedBehaviour(
            "churning",
            tags: ["churn_risk"],
            fittingTags: ["healthy_account"],
            customersPerMille: 50,
            needsVolume: true,
            daysLate: -3,
            spread: 3,
            orders: .stopping(before: 120)
        ),
        // Takes two to five in a hundred off, on its own authority.
        PlantedBehaviour(
            "short_paying",
            tags: ["short_payer"],
            fittingTags: ["aging_deterioration", "dispute_open", "chronic_late"],
            customersPerMille: 50,
            daysLate: -1,
            spread: 3,
            instalmentsPerMille: 0,
            promisesPerMille: 0,
            shortPerMille: 20...50
        ),
        // Objects to every fourth invoice, or to a part of it, and pays that once it is settled.
        PlantedBehaviour(
            "disputing",
            tags: ["dispute_open"],
            fittingTags: ["chronic_late", "cash_at_risk"],
            customersPerMille: 80,
            needsVolume: true,
            daysLate: 4,
            spread: 4,
            instalmentsPerMille: 20,
            disputesPerMille: 340,
            promisesPerMille: 150
        ),
        // Names days and lets them pass.
        PlantedBehaviour(
            "promise_breaking",
            tags: ["promise_broken"],
            fittingTags: ["chronic_late", "cash_at_risk", "aging_deterioration"],
            customersPerMille: 80,
            daysLate: 27,
            spread: 9,
            stragglersPerMille: 100,
            instalmentsPerMille: 40,
            disputesPerMille: 10,
            promisesPerMille: 850,
            keptPerMille: 100,
            partKeptPerMille: 100,
            repliesPerMille: 800
        ),
        // Owes more than it was trusted with.
        PlantedBehaviour(
            "exceeding",
            tags: ["credit_exceeded"],
            customersPerMille: 35,
            needsVolume: true,
            daysLate: 6,
            spread: 3,
            promisesPerMille: 250,
            creditPerMille: 350
        ),
        // Latest in January and earliest in July; orders most in November.
        PlantedBehaviour(
            "seasonal",
            fittingTags: ["payment_behavior_improving", "healthy_account", "chronic_late", "churn_risk"],
            customersPerMille: 30,
            needsVolume: true,
            daysLate: 7,
            spread: 3,
            course: .seasonal(days: 14),
            orders: .seasonal,
            promisesPerMille: 250
        ),
        // Returns goods, has prices corrected, and does not always say which invoice a credit is for.
        PlantedBehaviour(
            "crediting",
            fittingTags: ["healthy_account"],
            customersPerMille: 30,
            daysLate: -2,
            spread: 3,
            promisesPerMille: 0,
            creditsPerMille: 260
        ),
        // Pays twice, rounds up, pays on account.
        PlantedBehaviour(
            "overpaying",
            fittingTags: ["healthy_account"],
            customersPerMille: 30,
            daysLate: -3,
            spread: 3,
            promisesPerMille: 0,
            overpaysPerMille: 180
        ),
        // Pays when somebody says so: the one whom a reminder moves.
        PlantedBehaviour(
            "forgetful",
            fittingTags: ["chronic_late"],
            customersPerMille: 40,
            needsVolume: true,
            daysLate: 22,
            spread: 4,
            instalmentsPerMille: 0,
            disputesPerMille: 0,
            promisesPerMille: 0,
            reminderEffect: 6...12
        ),
    ]
}
